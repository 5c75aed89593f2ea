/** A value that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object that JSON can say. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether a value is an object and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
