import diff from 'microdiff';
import { parse } from 'yaml';
import { isObject } from '../../lib/operator/json';
import type { KubeObject } from '../../lib/render/kube-object';

/** One place at which two renders are not the same. */
export interface ObjectDifference {
  /** `apiVersion Kind namespace/name` of the object. */
  readonly object: string;
  /** Path in the object, with ` » ` before a path within a text that is a document itself; empty for the whole object. */
  readonly path: string;
  /** What istioctl has there; absent where it has nothing. */
  readonly theirs?: unknown;
  /** What we have there; absent where we have nothing. */
  readonly ours?: unknown;
}

/** Compares two renders object by object, after the normalisation of docs/parity.md. */
export function compareObjects(
  theirs: readonly KubeObject[],
  ours: readonly KubeObject[],
): ObjectDifference[] {
  const [left, right] = [byIdentity(theirs), byIdentity(ours)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((object) => {
    const [their, our] = [left.get(object), right.get(object)];
    if (their === undefined) return [{ object, path: '', ours: our }];
    if (our === undefined) return [{ object, path: '', theirs: their }];
    return differencesOf(withoutNulls(their), withoutNulls(our)).map((difference) => ({
      object,
      ...difference,
    }));
  });
}

/** A difference in one to three lines. */
export function differenceText(difference: ObjectDifference): string {
  const { object, path } = difference;
  if (path === '') return `${object}: only ${'ours' in difference ? 'ours' : 'istioctl’s'}`;
  const line = (side: 'theirs' | 'ours') =>
    side in difference ? shown(difference[side]) : 'nothing';
  return `${object}: ${path}\n    istioctl: ${line('theirs')}\n    ours:     ${line('ours')}`;
}

/** An object that is rendered twice counts twice. */
function byIdentity(objects: readonly KubeObject[]): Map<string, KubeObject> {
  const named = new Map<string, KubeObject>();
  for (const object of objects) {
    const identity = identityOf(object);
    let name = identity;
    for (let count = 2; named.has(name); count += 1) name = `${identity} (${String(count)})`;
    named.set(name, object);
  }
  return named;
}

function identityOf({ apiVersion, kind, metadata }: KubeObject): string {
  const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  return `${apiVersion} ${kind} ${namespace}${metadata.name}`;
}

/** To the API server a field that is null is one that is not there. */
function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([key, field]) => [key, withoutNulls<unknown>(field)])) as T;
}

type Difference = Omit<ObjectDifference, 'object'>;

function differencesOf(theirs: object, ours: object): Difference[] {
  return diff(theirs, ours).flatMap((change): Difference[] => {
    const path = pathText(change.path);
    if (change.type === 'CREATE') return [{ path, ours: change.value as unknown }];
    if (change.type === 'REMOVE') return [{ path, theirs: change.oldValue as unknown }];
    const [theirs, our] = [change.oldValue, change.value] as [unknown, unknown];
    const texts = isLong(theirs) && isLong(our);
    if (!texts) return [{ path, theirs, ours: our }];
    const within = withinTexts(theirs, our);
    if (within.length === 0) return [firstLineThatDiffers(path, theirs, our)];
    return within.map((inner) => ({ ...inner, path: `${path} » ${inner.path}` }));
  });
}

/** The places that differ in texts which are documents themselves, such as the values in a ConfigMap. */
function withinTexts(theirs: string, ours: string): Difference[] {
  const [left, right] = [documentIn(theirs), documentIn(ours)];
  return left === null || right === null ? [] : differencesOf(left, right);
}

function firstLineThatDiffers(path: string, theirs: string, ours: string): Difference {
  const [left, right] = [theirs.split('\n'), ours.split('\n')];
  const index = left.findIndex((line, at) => line !== right[at]);
  const line = index === -1 ? left.length : index;
  return {
    path: `${path} line ${String(line + 1)}`,
    ...(line < left.length ? { theirs: left[line] } : {}),
    ...(line < right.length ? { ours: right[line] } : {}),
  };
}

function isLong(text: unknown): text is string {
  return typeof text === 'string' && text.includes('\n');
}

function documentIn(text: string): object | null {
  try {
    const document: unknown = parse(text);
    return typeof document === 'object' ? document : null;
  } catch {
    return null;
  }
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${String(key)}]`;
      if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

/** Longer values are cut: where they differ is said by their path. */
const LONGEST = 300;

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? `${String(inner)}, which no double holds` : inner,
  );
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
