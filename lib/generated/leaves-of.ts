import type { Definition, Definitions } from './definition';
import { referenceTo, resolveDefinition } from './resolve-definition';

/** A field that has no fields of its own. */
export interface Leaf {
  /** Names of fields; `[]` stands for an element of a list, `*` for a key of a map. */
  readonly path: readonly string[];
  readonly definition: Definition;
  /** Whether it, or a field that it is in, is deprecated. */
  readonly deprecated: boolean;
  /** Whether it, or a field that it is in, is unknown to Istio's API. */
  readonly chartOnly: boolean;
}

/**
 * Every leaf of a definition, in the order of their paths. No definition contains itself.
 * @param root - name of the definition
 */
export function leavesOf(definitions: Definitions, root: string): Leaf[] {
  const definition = referenceTo(root);
  const from: Leaf = { path: [], definition, deprecated: false, chartOnly: false };
  return [...below(definitions, definition, from)];
}

function* below(definitions: Definitions, reference: Definition, from: Leaf): Generator<Leaf> {
  const definition = resolveDefinition(definitions, reference);
  const at: Leaf = {
    path: from.path,
    definition,
    deprecated: from.deprecated || definition.deprecated === true,
    chartOnly: from.chartOnly || definition['x-chart-only'] === true,
  };
  const { properties = {}, additionalProperties, items } = definition;
  const into = (key: string): Leaf => ({ ...at, path: [...at.path, key] });
  if (items !== undefined) yield* below(definitions, items, into('[]'));
  for (const [key, field] of Object.entries(properties))
    yield* below(definitions, field, into(key));
  if (typeof additionalProperties === 'object') {
    yield* below(definitions, additionalProperties, into('*'));
  }
  const closed = items === undefined && typeof additionalProperties !== 'object';
  if (closed && Object.keys(properties).length === 0) yield at;
}
