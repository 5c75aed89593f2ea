import { isObject, type Json, type JsonObject } from '../../lib/operator/json';

/** A document that holds one value at a path; `[]` in the path is a list with that one element. */
export function documentAt(path: readonly string[], value: Json): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return {};
  const [next, ...after] = rest;
  if (next === undefined) return { [key]: value };
  if (next !== '[]') return { [key]: documentAt(rest, value) };
  return { [key]: [after.length === 0 ? value : documentAt(after, value)] };
}

/** Documents laid one over the other; lists element by element, so that each can say something of one. */
export function laid(...documents: readonly JsonObject[]): JsonObject {
  return documents.reduce(layObject, {});
}

function layObject(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const under = merged[key];
    merged[key] = under === undefined ? value : layOver(under, value ?? null);
  }
  return merged;
}

function layOver(base: Json, over: Json): Json {
  if (isObject(base) && isObject(over)) return layObject(base, over);
  if (!Array.isArray(base) || !Array.isArray(over)) return over;
  const [low, high] = [base as readonly Json[], over as readonly Json[]];
  return Array.from({ length: Math.max(low.length, high.length) }, (_, index) => {
    const [under, above] = [low[index], high[index]];
    return under === undefined || above === undefined
      ? (above ?? under ?? null)
      : layOver(under, above);
  });
}

/** What stands at a path. */
export function valueIn(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined || value === undefined) return value;
  if (Array.isArray(value)) return valueIn((value as readonly Json[])[Number(key)], rest);
  return isObject(value) ? valueIn(value[key], rest) : undefined;
}

/** The same with another value at a path, or without anything there. */
export function replaceIn(value: Json, path: readonly string[], by: Json | undefined): Json {
  const [key = '', ...rest] = path;
  const child = valueIn(value, [key]) ?? null;
  const changed = rest.length === 0 ? by : replaceIn(child, rest, by);
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const [before, after] = [list.slice(0, Number(key)), list.slice(Number(key) + 1)];
    return [...before, ...(changed === undefined ? [] : [changed]), ...after];
  }
  const others = Object.entries(isObject(value) ? value : {}).filter(([name]) => name !== key);
  return Object.fromEntries(changed === undefined ? others : [...others, [key, changed]]);
}
