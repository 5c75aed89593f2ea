import type { gatewayValues } from '../generated/newest';
import { gatewayIssues } from '../operator/gateway/gateway-issues';
import type { GatewayGeneration, GatewayRelease } from '../operator/gateway/gateway-release';
import { isInPlace } from '../operator/gateway/is-in-place';
import { withReplicas } from '../operator/gateway/gateway-replicas';
import { InvalidInputError, type Issue } from '../operator/issue';
import type { JsonObject } from '../operator/json';
import { mergeValues } from '../operator/merge-values';
import { gatewayValuesIssues } from '../operator/validate-schema';
import { openCharts } from './charts/open-charts';
import { asGeneration, isOfGeneration, leadingTo, withoutRevision } from './gateway-objects';
import type { HelmRelease } from './helm-release';
import { helmTemplate } from './helm-template';
import type { KubeObject } from './kube-object';

/**
 * Renders Istio's gateway chart: once for what all generations share, and once for each of them. The revision appears on pods
 * only, never in a selector.
 * @throws InvalidInputError with every problem of the generations and the values
 * @throws ChartsError or HelmError
 */
export function renderGateway(gateway: GatewayRelease, env: NodeJS.ProcessEnv): KubeObject[] {
  const [shared, ...own] = gatewayHelmReleases(gateway, env).map((release) =>
    helmTemplate(release, env),
  );
  const ofGenerations = own.map((objects) => objects.filter(isOfGeneration));
  const address = (shared ?? []).filter((object) => !isOfGeneration(object)).map(withoutRevision);
  if (isInPlace(gateway)) return [...address, ...ofGenerations.flat()];
  const { generations, serving } = gateway;
  return [
    ...address.map((object) =>
      object.kind === 'Service' && serving !== undefined ? leadingTo(object, serving) : object,
    ),
    ...generations.flatMap(({ revision }, index) =>
      (ofGenerations[index] ?? []).map((object) => asGeneration(object, revision)),
    ),
  ];
}

/**
 * The charts of a gateway with their values: of what is shared, then of each generation. What is shared comes from the chart of
 * the generation that the address leads to, of several the first: one that comes beside it must not change an address that
 * carries traffic.
 * @throws InvalidInputError or ChartsError
 */
export function gatewayHelmReleases(
  gateway: GatewayRelease,
  env: NodeJS.ProcessEnv,
): HelmRelease[] {
  const { generations, serving } = gateway;
  requireValid(gateway, env);
  const led = generations.find(({ revision }) => revision === serving) ?? generations[0];
  // With a revision the chart would name a network policy after it.
  return [{ version: led.version, revision: '' }, ...generations].map((generation) =>
    helmRelease(gateway, generation, env),
  );
}

function helmRelease(
  { name, namespace, values = {} }: GatewayRelease,
  { version, revision, replicas }: GatewayGeneration,
  env: NodeJS.ProcessEnv,
): HelmRelease {
  const scaled = replicas === undefined ? values : withReplicas(values, replicas);
  const placed = mergeValues<gatewayValues.GatewayValues>(scaled, { name, revision });
  const charts = openCharts({ version, installPackagePath: undefined }, env);
  return { chart: charts.chart('gateway'), name, namespace, values: placed as JsonObject };
}

/** Values are those of every generation, so each of their charts has to know them. */
function requireValid(gateway: GatewayRelease, env: NodeJS.ProcessEnv): void {
  const minors = gateway.generations.map(
    ({ version }) => openCharts({ version, installPackagePath: undefined }, env).minor ?? '',
  );
  const issues = [...new Set(minors)].reduce(
    (found, minor) => [...found, ...newIssues(gateway, minor, found)],
    gatewayIssues(gateway),
  );
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidInputError(errors);
}

/** What a minor does not take of the values, but for what another has been found not to take either. */
function newIssues(
  { namespace, name, values = {} }: GatewayRelease,
  minor: string,
  found: readonly Issue[],
): Issue[] {
  const path = ['gateways', `${namespace}/${name}`, 'values'];
  return gatewayValuesIssues(values, path, minor).filter(
    (issue) => !found.some((other) => other.path === issue.path),
  );
}
