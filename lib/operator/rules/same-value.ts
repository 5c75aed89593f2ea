import type { Json } from '../json';

/** Whether two values mean the same to the charts, for which a number and the same number in quotes are one. */
export function sameValue(one: Json, other: Json): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
