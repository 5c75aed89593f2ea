import { isObject, type Json, type JsonObject } from '../../lib/operator/json';

/** Every scalar of a tree by its path; the elements of a list have no number. */
export type Entries = ReadonlySet<string>;

/** What a tree holds. */
export function entriesOf(tree: JsonObject): Entries {
  return new Set([...scalars(tree, [])].map(([path, value]) => entry(path, value)));
}

/**
 * Whether every scalar of a value is among the entries, below a path or at the end of any.
 * @param at - path of the value
 * @param isWhole - whether the path begins at the root of the tree
 */
export function holds(
  entries: Entries,
  at: readonly string[],
  value: Json,
  isWhole: boolean,
): boolean {
  const wanted = [...scalars(value, at)].map(([path, scalar]) => entry(path, scalar));
  return wanted.every((one) => (isWhole ? entries.has(one) : hasEnding(entries, one)));
}

function hasEnding(entries: Entries, ending: string): boolean {
  for (const one of entries) if (one.endsWith(ending)) return true;
  return false;
}

/** Whether an entry is of something below a path. */
export function isBelow(one: string, path: readonly string[]): boolean {
  return path.length === 0 || one.startsWith(`\n${path.join('\n')}\n`);
}

/** Entries of one that the other lacks. */
export function without(entries: Entries, others: Entries): Entries {
  return new Set([...entries].filter((one) => !others.has(one)));
}

function* scalars(
  value: Json | undefined,
  path: readonly string[],
): Generator<readonly [readonly string[], Json]> {
  if (isEmpty(value)) {
    yield [path, value ?? null];
  } else if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) yield* scalars(element, [...path, '[]']);
  } else if (isObject(value)) {
    for (const [key, field] of Object.entries(value)) yield* scalars(field, [...path, key]);
  } else {
    yield [path, value ?? null];
  }
}

/** Whether there is nothing below it that could be seen in its place. */
function isEmpty(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Written so that the end of a path is the end of the text. */
function entry(path: readonly string[], value: Json): string {
  return `\n${path.map((key) => (/^\d+$/.test(key) ? '[]' : key)).join('\n')}\n= ${JSON.stringify(value)}`;
}
