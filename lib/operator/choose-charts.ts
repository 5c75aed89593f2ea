import { environmentLayer, type EnvironmentVariables } from './environment-layer';
import type { IstioOperator, IstioOperatorSpec } from './istio-operator';
import type { JsonObject } from './json';
import { mergeValues } from './merge-values';

/** What decides which charts render a document. */
export interface ChartChoice {
  /** Istio version whose minor's charts are used, unless a path is given; empty when nobody says. */
  readonly tag: string;
  readonly installPackagePath: string | undefined;
}

/**
 * Chooses the charts of a document as `resolveRevision` resolves every other field: document over environment variables.
 * A profile has no say, since it comes with the charts.
 * @throws InvalidInputError naming each variable that is wrong.
 */
export function chooseCharts(
  document: IstioOperator,
  variables: EnvironmentVariables,
): ChartChoice {
  const environment = environmentLayer(variables, document.spec.revision ?? '');
  const spec: IstioOperatorSpec = mergeValues(environment, document.spec as JsonObject);
  return { tag: String(spec.tag ?? ''), installPackagePath: spec.installPackagePath };
}
