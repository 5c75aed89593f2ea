import { REVISION_LABEL } from '../rollout/names';
import { revisionOf, versionOf } from '../rollout/patch/version-of';
import type { RolloutSpec, WaveSpec } from '../rollout/rollout-spec';
import { generationOf } from '../rollout/gateway-generation';
import {
  declaredGatewayApis,
  declaredGateways,
  declaredNamespaces,
  declaredWorkloads,
  gatewayKey,
} from '../rollout/wave-members';
import type { SimStart, SimTiming, SimWorkloadStart } from './sim-state';
import type { SimTraffic } from './sim-traffic';

/** So many namespaces are made up for a wave that selects its own. */
const SELECTED = 3;

/** What is assumed of every cluster: how long things take, and what users do. */
export interface Assumed {
  readonly timing: SimTiming;
  readonly traffic: SimTraffic;
}

/** Seconds that are usual; a seed makes the minutes of traffic uneven in its own way. */
export function usual(seed: number): Assumed {
  return {
    timing: { podStartMs: 8_000, podStopMs: 5_000, istiodStartMs: 15_000 },
    traffic: { seed, perMinute: 600, errors: 0.0005, slow: 0.001 },
  };
}

/** A cluster as a spec alone describes it: every namespace on `from`, with workloads that nobody has counted. */
export function startOfSpec(spec: RolloutSpec, assumed: Assumed): SimStart {
  const { from, to, waves } = spec;
  const gateways = declaredGateways(waves);
  const apis = declaredGatewayApis(waves);
  const workloadOf = (namespace: string, name: string): GatewayWorkload => ({
    namespace,
    kind: 'Deployment',
    name,
    replicas: 2,
    templateRev: revisionOf(from),
  });
  const generations = gateways.map((one) =>
    workloadOf(one.namespace, generationOf(one, from).name),
  );
  const made = apis.map(({ namespace, name }) => workloadOf(namespace, `${name}-istio`));
  const named = new Set([
    ...declaredNamespaces(waves),
    ...declaredWorkloads(waves).map(({ namespace }) => namespace),
  ]);
  return {
    from,
    to,
    namespaces: [
      ...[...[...named].map((name) => ({ name, labels: {} })), ...selected(waves)].map(
        ({ name, labels }) => ({
          name,
          labels: { ...labels, [REVISION_LABEL]: revisionOf(from) },
          workloads: [...workloadsIn(name, waves), ...gatewaysIn(name, made)],
        }),
      ),
      ...[...new Set([...generations, ...made].map(({ namespace }) => namespace))]
        .filter((name) => !named.has(name))
        .map((name) => ({
          name,
          labels: {},
          workloads: gatewaysIn(name, [...generations, ...made]),
        })),
    ],
    gatewayApis: apis.map(({ namespace, name }) => ({
      namespace,
      name,
      deployment: `${name}-istio`,
      label: from,
    })),
    gateways: gateways.map(gatewayKey),
    versions: namedVersions(spec),
    ...assumed,
  };
}

/** The Deployment of a gateway, and where it is. */
type GatewayWorkload = SimWorkloadStart & { readonly namespace: string };

function gatewaysIn(name: string, all: readonly GatewayWorkload[]): readonly SimWorkloadStart[] {
  return all
    .filter(({ namespace }) => namespace === name)
    .map(({ namespace: _namespace, ...workload }) => workload);
}

/** Two that are made up, and those that waves name. */
function workloadsIn(namespace: string, waves: readonly WaveSpec[]): readonly SimWorkloadStart[] {
  const named = declaredWorkloads(waves).filter((one) => one.namespace === namespace);
  const madeUp = ['app', 'worker'].map((name) => ({ kind: 'Deployment', name }) as const);
  const all = new Map([...madeUp, ...named].map(({ kind, name }) => [name, kind] as const));
  return [...all].map(([name, kind]) => ({ kind, name, replicas: 2, templateRev: null }));
}

/** The versions of the ends of a patch. */
export function namedVersions({
  from,
  to,
}: Pick<RolloutSpec, 'from' | 'to'>): Readonly<Record<string, string>> {
  return Object.fromEntries([from, to].map((end) => [end, versionOf(end) ?? ''] as const));
}

/** For each wave that selects its namespaces some that it would select. */
function selected(waves: readonly WaveSpec[]): { name: string; labels: Record<string, string> }[] {
  return waves.flatMap((wave) => {
    if (!('selector' in wave)) return [];
    const { matchLabels = {}, matchExpressions = [] } = wave.selector;
    const asked = matchExpressions.flatMap(({ key, operator, values = [] }) =>
      operator === 'In' || operator === 'Exists' ? [[key, values[0] ?? ''] as const] : [],
    );
    const labels = { ...matchLabels, ...Object.fromEntries(asked) };
    return Array.from({ length: SELECTED }, (_, index) => ({
      name: `${wave.name}-${index + 1}`,
      labels,
    }));
  });
}
