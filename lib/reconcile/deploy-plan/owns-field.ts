import { isDeepStrictEqual } from 'node:util';
import type { RawObject } from '../../cluster/raw-objects';
import { valueAt } from './value-at';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether managers own the value at a path of a live object.
 * @see https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.0/fieldpath/serialize-pe.go
 */
export function ownsField(
  live: RawObject,
  path: readonly (string | number)[],
  isManager: (name: string) => boolean,
): boolean {
  return (live.metadata.managedFields ?? []).some(
    // Without a field an entry owns nothing, where a field without others below it is owned as one.
    ({ manager = '', fieldsV1 = {} }) =>
      isManager(manager) && Object.keys(fieldsV1).length > 0 && reaches(fieldsV1, path, live),
  );
}

function reaches(
  fields: Fields,
  [step, ...rest]: readonly (string | number)[],
  value: unknown,
): boolean {
  if (step === undefined || isLeaf(fields)) return true;
  const inner = valueAt(value, [step]);
  const child =
    typeof step === 'string' ? fields[`f:${step}`] : fields[itemKey(fields, inner) ?? ''];
  return typeof child === 'object' && child !== null && reaches(child as Fields, rest, inner);
}

/** An owned value has nothing below it but, at times, a mark that the container itself is owned. */
function isLeaf(fields: Fields): boolean {
  return Object.keys(fields).every((key) => key === '.');
}

/**
 * Items of a list are named by the fields that make them unique, such as `k:{"name":"discovery"}`, and those of a set by
 * themselves, such as `v:"istio-finalizer"`.
 */
function itemKey(fields: Fields, item: unknown): string | undefined {
  return Object.keys(fields).find((key) => {
    if (key.startsWith('v:')) return isDeepStrictEqual(JSON.parse(key.slice(2)), item);
    if (!key.startsWith('k:') || typeof item !== 'object' || item === null) return false;
    const unique = JSON.parse(key.slice(2)) as Readonly<Record<string, unknown>>;
    return Object.entries(unique).every(
      ([name, wanted]) => (item as Readonly<Record<string, unknown>>)[name] === wanted,
    );
  });
}
