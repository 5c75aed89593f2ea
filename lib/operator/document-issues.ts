import { MINORS } from '../generated/minors';
import { chooseCharts } from './choose-charts';
import type { EnvironmentVariables } from './environment-layer';
import type { Issue } from './issue';
import type { OperatorInputs } from './operator-inputs';
import { userLayers } from './user-layers';
import { schemaIssues } from './validate-schema';

/**
 * What can be seen to be wrong with documents before their charts are looked for. Where nothing says which minor is meant,
 * the newest that is known counts.
 * @throws InvalidInputError naming each variable and each setting that is wrong.
 */
export function documentIssues(inputs: OperatorInputs, variables: EnvironmentVariables): Issue[] {
  const layers = userLayers(inputs, variables);
  const { version } = chooseCharts(inputs, layers);
  const minor = MINORS.find((one) => version.startsWith(`${one}.`)) ?? MINORS[MINORS.length - 1];
  return schemaIssues(inputs, layers, minor ?? '');
}
