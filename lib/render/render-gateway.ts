import type { gatewayValues } from '../generated/newest';
import { InvalidInputError } from '../operator/issue';
import type { JsonObject } from '../operator/json';
import { mergeValues } from '../operator/merge-values';
import { gatewayValuesIssues } from '../operator/validate-schema';
import { openCharts } from './charts/open-charts';
import type { HelmRelease } from './helm-release';
import { helmTemplate } from './helm-template';
import type { KubeObject } from './kube-object';

/** One gateway of a mesh. */
export interface GatewayRelease {
  /** Name of its Deployment, its Service and everything else of it: a DNS label, such as `ingress`. */
  readonly name: string;
  /** Namespace of all its objects. One without a label for injection, which would decide over the revision of the pods. */
  readonly namespace: string;
  /** The revision that injects its pods. */
  readonly revision: string;
  /** Istio version whose gateway chart is used, such as `1.31.0`. */
  readonly version: string;
  /** Values for Istio's gateway chart, under the props: what a prop sets, no value changes. @default the chart's own */
  readonly values?: gatewayValues.GatewayValues;
}

/**
 * Renders Istio's gateway chart. The revision appears on the pods only, never in a selector.
 * @throws InvalidInputError with every problem of the values
 * @throws ChartsError or HelmError
 */
export function renderGateway(gateway: GatewayRelease, env: NodeJS.ProcessEnv): KubeObject[] {
  return helmTemplate(gatewayHelmRelease(gateway, env), env);
}

/** The chart of a gateway with its values. @throws InvalidInputError or ChartsError */
export function gatewayHelmRelease(
  { name, namespace, version, revision, values = {} }: GatewayRelease,
  env: NodeJS.ProcessEnv,
): HelmRelease {
  const charts = openCharts({ version, installPackagePath: undefined }, env);
  const path = ['gateways', `${namespace}/${name}`, 'values'];
  const issues = gatewayValuesIssues(values, path, charts.minor ?? '');
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidInputError(errors);
  return {
    chart: charts.chart('gateway'),
    name,
    namespace,
    values: mergeValues<gatewayValues.GatewayValues>(values, { revision }) as JsonObject,
  };
}
