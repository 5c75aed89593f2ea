import type { Definition, Definitions } from '../../generated/definition';
import { resolveDefinition } from '../../generated/resolve-definition';
import { isObject, type Json, type JsonObject } from '../../operator/json';

/** Thrown when a patch cannot be merged into an object: an element of a list without its key. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

/**
 * Merges a patch into an object as Kubernetes merges a strategic merge patch without directives: objects field by field,
 * lists by the key of their elements, and a null takes a field away.
 *
 * @param schema - of the object; where there is none, its lists are replaced
 * @see https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export function strategicMerge(
  original: JsonObject,
  patch: JsonObject,
  types: Definitions,
  schema: Definition | undefined,
): JsonObject {
  const fields = schema === undefined ? undefined : resolveDefinition(types, schema).properties;
  const merged: Record<string, Json | undefined> = { ...original };
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const field = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
    const result = mergedField(merged[name], value, types, field);
    if (result === undefined) Reflect.deleteProperty(merged, name);
    else merged[name] = result;
  }
  return merged;
}

/** @returns `undefined` when the field goes */
function mergedField(
  original: Json | undefined,
  patch: Json,
  types: Definitions,
  field: Definition | undefined,
): Json | undefined {
  if (patch === null) return undefined;
  const strategies = field?.['x-kubernetes-patch-strategy']?.split(',') ?? [];
  if (isObject(patch) && isObject(original) && !strategies.includes('replace'))
    return strategicMerge(original, patch, types, field);
  if (
    field !== undefined &&
    Array.isArray(patch) &&
    Array.isArray(original) &&
    strategies.includes('merge')
  )
    return mergedList(original as readonly Json[], patch as readonly Json[], types, field);
  return withoutNulls(patch);
}

function mergedList(
  original: readonly Json[],
  patch: readonly Json[],
  types: Definitions,
  { items, 'x-kubernetes-patch-merge-key': key }: Definition,
): readonly Json[] {
  const idOf = (element: Json) => identity(element, key);
  const merged = new Map(original.map((element) => [idOf(element), element]));
  for (const element of patch) {
    const below = merged.get(idOf(element));
    const both = isObject(element) && isObject(below);
    merged.set(
      idOf(element),
      both ? strategicMerge(below, element, types, items) : withoutNulls(element),
    );
  }
  const order = [...new Set(original.map(idOf))];
  const named = [...new Set(patch.map(idOf))];
  const others = order.filter((id) => !named.includes(id));
  return interleaved(others, named, order).map((id) => merged.get(id) ?? null);
}

/**
 * The elements that the patch names in its order and the others in theirs: one of the others goes first where it was before
 * the next one that is named, so that new elements come before what is not named.
 */
function interleaved(
  others: readonly string[],
  named: readonly string[],
  order: readonly string[],
): string[] {
  const [left, right, result] = [[...others], [...named], [] as string[]];
  for (;;) {
    const [other, next] = [left[0], right[0]];
    if (other === undefined) return [...result, ...right];
    if (next === undefined) return [...result, ...left];
    const at = order.indexOf(next);
    const isBefore = at >= 0 && order.indexOf(other) < at;
    result.push(isBefore ? other : next);
    (isBefore ? left : right).shift();
  }
}

function identity(element: Json, key: string | undefined): string {
  if (key === undefined) return JSON.stringify(element);
  const value = isObject(element) ? element[key] : undefined;
  if (value === undefined || value === null)
    throw new PatchError(`an element has no ${key}, by which it would be found`);
  return JSON.stringify(value);
}

function withoutNulls(value: Json): Json {
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return Object.fromEntries(fields.map(([name, child]) => [name, withoutNulls(child as Json)]));
}
