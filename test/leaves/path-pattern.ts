/**
 * Whether a path is what a pattern names, or in it.
 * @param path - names between dots, as `pathText` writes them
 * @param pattern - the same; `*` stands for any one name
 */
export function isIn(path: string, pattern: string): boolean {
  const [names, wanted] = [stepsOf(path), stepsOf(pattern)];
  return wanted.every((step, index) =>
    step === '*' ? names[index] !== undefined : step === names[index],
  );
}

function stepsOf(path: string): string[] {
  return path.split(/(?<!\\)\./);
}
