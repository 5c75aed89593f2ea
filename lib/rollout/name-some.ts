/** How many of one sort are named before the rest is counted. */
const NAMED = 3;

/** A list for a message: `a, b, c and 4 more`. */
export function nameSome(names: readonly string[]): string {
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.slice(0, NAMED).join(', ')}${rest}`;
}
