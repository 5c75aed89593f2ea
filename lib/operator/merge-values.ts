import { isObject, type Json, type JsonObject } from './json';

/** A key that would change an object's prototype instead of its content. */
const FORBIDDEN = '__proto__';

/**
 * Lays one layer over another as istioctl does: objects merge key by key, everything else is replaced, lists too. A null
 * stays, since for Helm it deletes a chart's default.
 */
export function mergeValues<T extends object>(base: T, over: T): T {
  const merged: Record<string, Json | undefined> = { ...(base as JsonObject) };
  for (const [key, value] of Object.entries(over as JsonObject)) {
    if (key === FORBIDDEN || value === undefined) continue;
    const below = merged[key];
    merged[key] = isObject(below) && isObject(value) ? mergeValues(below, value) : value;
  }
  // Objects of one type stay one when they are merged.
  return merged as T;
}

/** An object that holds one value at a path. */
export function atPath(path: readonly string[], value: Json): JsonObject {
  const [key = '', ...rest] = path;
  return { [key]: rest.length === 0 ? value : atPath(rest, value) };
}
