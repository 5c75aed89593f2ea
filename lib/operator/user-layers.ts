import { applyAssignments } from './assignment';
import { environmentLayer, type EnvironmentVariables } from './environment-layer';
import { InvalidInputError, type Issue } from './issue';
import { isObject, type JsonObject } from './json';
import type { OperatorInputs } from './operator-inputs';
import { EMPTY, lay, RANK, trace, valueAt, type TracedObject } from './traced';

/** What lies over the profile, from the lower to the higher. */
export interface UserLayers {
  readonly environment: TracedObject;
  /** The specs of all documents and settings, merged. */
  readonly document: TracedObject;
}

/**
 * Reads the layers that people write: environment variables, documents, settings.
 * @throws InvalidInputError naming each variable and each setting that is wrong.
 */
export function userLayers(inputs: OperatorInputs, variables: EnvironmentVariables): UserLayers {
  const issues: Issue[] = [];
  const document = documentLayer(inputs, issues);
  const revision = valueAt(document, ['values', 'revision']) ?? valueAt(document, ['revision']);
  const environment = environmentLayer(
    variables,
    typeof revision === 'string' ? revision : '',
    issues,
  );
  if (issues.length > 0) throw new InvalidInputError(issues);
  return { environment, document };
}

/** Lists of gateways, which cannot be null: there is no component by default that a null would give back. */
const GATEWAY_LISTS = ['ingressGateways', 'egressGateways'];

/** A null directly below the spec, or in place of a list of gateways, says nothing. */
function saidOf(spec: JsonObject): JsonObject {
  const { components } = spec;
  const lists = (name: string) => GATEWAY_LISTS.includes(name);
  return withoutNulls(
    isObject(components) ? { ...spec, components: withoutNulls(components, lists) } : spec,
    () => true,
  );
}

function withoutNulls(fields: JsonObject, from: (name: string) => boolean): JsonObject {
  const said = Object.entries(fields).filter(([name, value]) => value !== null || !from(name));
  return Object.fromEntries(said);
}

function documentLayer({ files, settings = [] }: OperatorInputs, issues: Issue[]): TracedObject {
  const documents = files.map(({ name, document, locate }) => {
    const spec = document['spec'];
    return trace(saidOf(isObject(spec) ? spec : {}), {
      layer: name,
      rank: RANK.document,
      path: ['spec'],
      ...(locate === undefined ? {} : { locate }),
    });
  });
  return applyAssignments(
    documents.reduce(lay, EMPTY),
    settings,
    (text) => `--set ${text}`,
    RANK.document,
    issues,
  );
}
