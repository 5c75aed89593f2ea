import { isObject, type JsonObject } from './json';

/** A layer of a revision's settings, with its name for the reader. */
export interface Layer {
  readonly name: string;
  readonly spec: JsonObject;
}

/** Which layer set each leaf, by path below the spec, such as `values.global.hub`; lists are leaves. */
export type Origins = ReadonlyMap<string, string>;

/** Finds out which layer's word holds for each leaf when the layers are merged in this order. */
export function originsOf(layers: readonly Layer[]): Origins {
  const origins = new Map<string, string>();
  for (const { name, spec } of layers) mark(origins, spec, '', name);
  return origins;
}

/** The layer that set a path, or the first leaf below it. */
export function originOf(origins: Origins, path: string): string | undefined {
  const exact = origins.get(path);
  if (exact !== undefined) return exact;
  for (const [leaf, name] of origins) if (leaf.startsWith(`${path}.`)) return name;
  return undefined;
}

function mark(origins: Map<string, string>, value: JsonObject, prefix: string, name: string): void {
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (isObject(child) && Object.keys(child).length > 0) {
      origins.delete(path);
      mark(origins, child, path, name);
      continue;
    }
    const below = [...origins.keys()].filter((leaf) => leaf.startsWith(`${path}.`));
    // An empty object merges into an object and replaces nothing of it.
    if (isObject(child) && below.length > 0) continue;
    below.forEach((leaf) => origins.delete(leaf));
    origins.set(path, name);
  }
}
