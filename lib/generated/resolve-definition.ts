import type { Definition, Definitions } from './definition';

const PREFIX = '#/$defs/';

/** The definition of that name, as a reference. */
export function referenceTo(name: string): Definition {
  return { $ref: PREFIX + name };
}

/** The definition that a reference means, with what the place of the reference adds (a deprecation, a patch strategy). */
export function resolveDefinition(definitions: Definitions, definition: Definition): Definition {
  const { $ref, ...more } = definition;
  if ($ref === undefined) return definition;
  const target = definitions[$ref.slice(PREFIX.length)];
  if (target === undefined) throw new Error(`the schema has no definition ${$ref}`);
  return { ...resolveDefinition(definitions, target), ...more };
}
