/** A schema without room for a field that it does not describe, unless it says that there may be others. */
export function closedSchema(schema: object): object {
  return closed(schema) as object;
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  return 'properties' in inner ? { additionalProperties: false, ...inner } : inner;
}
