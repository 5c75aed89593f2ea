import type { Definition, Definitions } from '../../lib/generated/definition';
import { referenceTo, resolveDefinition } from '../../lib/generated/resolve-definition';

/** Leaves that are set together: a list, a map or an object of Kubernetes or of the mesh's API, or one leaf alone. */
export interface LeafGroup {
  readonly path: readonly string[];
  readonly definition: Definition;
}

/** Groups of types whose fields a chart reads one by one. */
const READ_BY_FIELD = ['gatewayChart', 'operator', 'values'];

/** All leaves of a definition, in groups. */
export function leafGroups(definitions: Definitions, root: string): readonly LeafGroup[] {
  return [...below(definitions, referenceTo(root), [])];
}

function* below(
  definitions: Definitions,
  reference: Definition,
  path: readonly string[],
): Generator<LeafGroup> {
  const { properties, items, additionalProperties } = resolveDefinition(definitions, reference);
  const isOpen = items !== undefined || typeof additionalProperties === 'object';
  if (properties === undefined || isOpen || !isReadByField(reference)) {
    // The lists of gateways are no settings of anything.
    const isList = items !== undefined && isComponent(items);
    if (isList) yield* below(definitions, items, [...path, '[]']);
    else yield { path, definition: reference };
    return;
  }
  for (const [key, field] of Object.entries(properties))
    yield* below(definitions, field, [...path, key]);
}

function isReadByField({ $ref }: Definition): boolean {
  if ($ref === undefined) return true;
  return READ_BY_FIELD.includes(/\$defs\/(\w+)\./.exec($ref)?.[1] ?? '');
}

function isComponent({ $ref }: Definition): boolean {
  return $ref?.endsWith('operator.GatewayComponentSpec') === true;
}
