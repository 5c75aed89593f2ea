import { isObject, type Json, type JsonObject } from './json';

/** What stands at a path of plain values; an element of a list by its index. */
export function jsonAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => {
    if (Array.isArray(at)) return (at as readonly Json[])[Number(key)];
    return isObject(at) ? at[key] : undefined;
  }, value);
}

/** The elements of a list that are objects, with their places; none where there is no list. */
export function elementsOf(list: Json | undefined): (readonly [place: string, JsonObject])[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((element, index) =>
    isObject(element) ? [[String(index), element] as const] : [],
  );
}

/** The texts of a list, with their places. */
export function textsOf(list: Json | undefined): (readonly [place: string, string])[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((element, index) =>
    typeof element === 'string' ? [[String(index), element] as const] : [],
  );
}

/** A text that says something. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
