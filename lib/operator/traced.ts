import type { Locate } from './locate';
import { isObject, type Json, type JsonObject } from './json';

/** Who set a leaf, and to what. */
export interface Setting {
  /** Name of the layer for people, such as `profile demo` or `iop.yaml`. */
  readonly layer: string;
  /** Which of two layers has the say, whatever names they give the same thing: that of the higher rank. */
  readonly rank: Rank;
  /** Path as it was written, such as `spec.hub`. */
  readonly path: readonly string[];
  /** `file:line:column`, where it was read from a file. */
  readonly source?: string;
  /** Set where no document wrote it, but a setting or a variable. */
  readonly isAssigned?: true;
  readonly value: Json;
}

/** Groups of layers, from what is shipped to what the document says. */
export const RANK = { shipped: 0, environment: 1, document: 2 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** Values together with who set each of them. Lists are leaves. */
export type Traced = TracedLeaf | TracedObject;

/** A value that is no object. */
export interface TracedLeaf {
  /** Everybody who set it, the one that holds last. */
  readonly settings: readonly [...Setting[], Setting];
}

/** An object, by field. */
export interface TracedObject {
  readonly fields: ReadonlyMap<string, Traced>;
}

/** Where a tree of plain values comes from. */
export interface Provenance {
  readonly layer: string;
  readonly rank: Rank;
  readonly locate?: Locate;
  /** Path of the tree in what was read. */
  readonly path: readonly string[];
}

/** A key that would change an object's prototype instead of its content. */
const FORBIDDEN = '__proto__';

export const EMPTY: TracedObject = { fields: new Map() };

/** Plain values as a layer has them. What is undefined is not there. */
export function trace(value: JsonObject, from: Provenance): TracedObject {
  const fields = Object.entries(value)
    .filter(([key, child]) => child !== undefined && key !== FORBIDDEN)
    .map(([key, child]) => [
      key,
      traceChild(child ?? null, { ...from, path: [...from.path, key] }),
    ]);
  return { fields: new Map(fields as [string, Traced][]) };
}

function traceChild(value: Json, { layer, rank, locate, path }: Provenance): Traced {
  if (isObject(value)) {
    return trace(value, { layer, rank, path, ...(locate === undefined ? {} : { locate }) });
  }
  const source = locate?.(path);
  const setting = { layer, rank, path, value, ...(source === undefined ? {} : { source }) };
  return { settings: [setting] };
}

/** Whether it is an object, not a leaf. */
export function isTracedObject(traced: Traced | undefined): traced is TracedObject {
  return traced !== undefined && 'fields' in traced;
}

/**
 * Lays one layer over another as istioctl does: objects merge key by key, everything else is replaced, lists too. A null
 * stays, since for Helm it deletes a chart's default.
 */
export function lay(under: TracedObject, over: TracedObject): TracedObject {
  const fields = new Map(under.fields);
  for (const [key, child] of over.fields) {
    const below = fields.get(key);
    if (below === undefined) fields.set(key, child);
    else if (isTracedObject(child))
      fields.set(key, isTracedObject(below) ? lay(below, child) : child);
    else fields.set(key, { settings: [...settingsOf(below), ...child.settings] });
  }
  return { fields };
}

/** Everybody who set anything in it. */
export function settingsOf(traced: Traced): readonly Setting[] {
  return isTracedObject(traced) ? [...traced.fields.values()].flatMap(settingsOf) : traced.settings;
}

/** Who has the last word on a leaf. */
export function holds({ settings }: TracedLeaf): Setting {
  const [first, ...more] = settings;
  return more.at(-1) ?? first;
}

/** The values alone. */
export function plain(traced: TracedObject): JsonObject {
  const fields = [...traced.fields].map(([key, child]) => [
    key,
    isTracedObject(child) ? plain(child) : holds(child).value,
  ]);
  return Object.fromEntries(fields as [string, Json][]);
}

/** What stands at a path; `undefined` where nothing does. */
export function tracedAt(traced: Traced, path: readonly string[]): Traced | undefined {
  return path.reduce<Traced | undefined>(
    (at, key) => (isTracedObject(at) ? at.fields.get(key) : undefined),
    traced,
  );
}

/** What stands at a path or, where nothing does, at the nearest one above it; `undefined` where nothing is known of any of them. */
export function nearestAt(traced: TracedObject, path: readonly string[]): Traced | undefined {
  const parts = path.map((_, index) => path.slice(0, path.length - index));
  return parts.map((part) => tracedAt(traced, part)).find((found) => found !== undefined);
}

/** The highest rank of whoever set anything in it; below every rank where nobody did. */
export function rankIn(traced: Traced | undefined): number {
  const settings = traced === undefined ? [] : settingsOf(traced);
  return Math.max(-1, ...settings.map(({ rank }) => rank));
}

/** The object at a path; an empty one where there is none. */
export function objectAt(traced: TracedObject, path: readonly string[]): TracedObject {
  const found = tracedAt(traced, path);
  return isTracedObject(found) ? found : EMPTY;
}

/** The plain value at a path, `undefined` where there is none. */
export function valueAt(traced: TracedObject, path: readonly string[]): Json | undefined {
  const found = tracedAt(traced, path);
  if (found === undefined) return undefined;
  return isTracedObject(found) ? plain(found) : holds(found).value;
}

/** An object that holds one thing at a path. */
export function under(path: readonly string[], traced: Traced): TracedObject {
  const [key = '', ...rest] = path;
  return { fields: new Map([[key, rest.length === 0 ? traced : under(rest, traced)]]) };
}

/** Every leaf with its path. */
export function leavesOf(
  traced: TracedObject,
  path: readonly string[] = [],
): (readonly [readonly string[], TracedLeaf])[] {
  return [...traced.fields].flatMap(([key, child]) =>
    isTracedObject(child) ? leavesOf(child, [...path, key]) : [[[...path, key], child] as const],
  );
}
