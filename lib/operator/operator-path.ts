/**
 * One step of a path: a key of an object, an element of a list by place, or one by what a field of it holds; with an empty
 * key, an element that is no object by what it is.
 */
export type PathStep =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'where'; readonly key: string; readonly value: string };

/**
 * Splits a path as istioctl writes it: keys between dots, `\.` for a dot in a key, `[0]`, `[name:value]` and `[:value]` for elements
 * of a list, with or without a dot before.
 * @returns `null` where brackets hold neither, or nothing is there at all
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/util/path.go
 */
export function parseOperatorPath(path: string): PathStep[] | null {
  const steps = path
    .split(/(?<!\\)\./)
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('\\.', '.'))
    .flatMap((part) => {
      const bracket = part.indexOf('[');
      return bracket > 0 ? [part.slice(0, bracket), part.slice(bracket)] : [part];
    })
    .map(stepOf);
  const known = steps.filter((step) => step !== null);
  return known.length === 0 || known.length < steps.length ? null : known;
}

/** `-1` and whatever lies behind the end mean a new element. */
function stepOf(part: string): PathStep | null {
  if (!part.startsWith('[')) return { type: 'key', key: part };
  const inside = /^\[(.*)\]$/s.exec(part)?.[1];
  if (inside === undefined) return null;
  if (/^[-+]?\d+$/.test(inside)) return { type: 'index', index: Number(inside) };
  const [, key = '', value = inside] = /^([^:]*):(.*)$/s.exec(inside) ?? [];
  return value === '' ? null : { type: 'where', key, value };
}

/** A step as it is written. */
export function stepText(step: PathStep): string {
  if (step.type === 'key') return step.key.replaceAll('.', '\\.');
  return step.type === 'index' ? `[${String(step.index)}]` : `[${step.key}:${step.value}]`;
}

/** A path for people, as it would be written. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((key) => String(key).replaceAll('.', '\\.')).join('.');
}
