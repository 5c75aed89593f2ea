import { generationOf } from '../../lib/rollout/gateway-generation';
import { gatewayKey } from '../../lib/rollout/wave-members';
import { INJECTION_LABEL, REVISION_LABEL } from '../../lib/rollout/names';
import { revisionOf } from '../../lib/rollout/patch/version-of';
import { SimCluster } from '../../lib/simulate/sim-cluster';
import type { SimStart, SimWorkloadStart } from '../../lib/simulate/sim-state';
import { FROM, TO } from './rollout-builders';

/** When simulated clusters begin, epoch milliseconds. */
const BEGIN = 1_000_000;

const INGRESS = 'ingress';

const EAST_WEST = { namespace: 'eastwest', name: 'eastwest' };

const DEPLOYMENT = { kind: 'Deployment', name: 'app', replicas: 2, templateRev: null } as const;

/** One of each kind, and of each way in which pods are replaced. */
export const ALL_KINDS: readonly SimWorkloadStart[] = [
  DEPLOYMENT,
  { ...DEPLOYMENT, kind: 'StatefulSet', replacedBy: 'eviction' },
  { ...DEPLOYMENT, kind: 'DaemonSet' },
  { ...DEPLOYMENT, kind: 'DaemonSet', replacedBy: 'eviction' },
  { ...DEPLOYMENT, kind: 'StatefulSet' },
];

/** How a cluster differs from the usual one. */
interface SimChanges extends Partial<SimStart> {
  /** Further labels of namespaces, by their names. */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether it has an east-west gateway, too. @default false */
  readonly eastWest?: boolean;
  /** What the namespaces have, in turn. @default a Deployment */
  readonly workloads?: readonly SimWorkloadStart[];
}

/**
 * A cluster with these namespaces, each with a workload of two pods, and a gateway in one of its own. Every other
 * namespace is selected by the default tag, which points at `from`.
 */
export function simClusterOf(
  names: readonly string[],
  { labels: more = {}, workloads = [DEPLOYMENT], eastWest = false, ...changes }: SimChanges = {},
): SimCluster {
  const from = revisionOf(changes.from ?? FROM);
  const namespaces = names.map((name, index) => ({
    name,
    labels: {
      ...(index % 2 === 0 ? { [REVISION_LABEL]: from } : { [INJECTION_LABEL]: 'enabled' }),
      ...more[name],
    },
    workloads: [
      ...workloads.slice(index % workloads.length).slice(0, 1),
      ...madeIn(name, from, changes),
    ],
  }));
  const gateways = [{ namespace: INGRESS, name: 'gateway' }, ...(eastWest ? [EAST_WEST] : [])];
  const places = gateways.map((gateway) => {
    const { namespace, name } = generationOf(gateway, from);
    const workload = { kind: 'Deployment', name, replicas: 2, templateRev: from } as const;
    return {
      name: namespace,
      labels: {},
      workloads: [workload, ...madeIn(namespace, from, changes)],
    };
  });
  return SimCluster.start(
    {
      from: FROM,
      to: TO,
      namespaces: [...namespaces, ...places],
      tags: { default: from, prod: from },
      gateways: gateways.map(gatewayKey),
      ...changes,
    },
    BEGIN,
  );
}

/** The Deployments that istiod made of the Gateways of the Gateway API in a namespace. */
function madeIn(
  name: string,
  from: string,
  { gatewayApis = [] }: SimChanges,
): readonly SimWorkloadStart[] {
  return gatewayApis
    .filter(({ namespace }) => namespace === name)
    .map(({ deployment }) => ({ ...DEPLOYMENT, name: deployment, templateRev: from }));
}

/** The revision that each namespace but that of the gateway is labelled with, or with a tag of. */
export function revisionLabels(cluster: SimCluster): Record<string, string | undefined> {
  return Object.fromEntries(
    cluster.namespaces
      .filter(({ name }) => name !== INGRESS)
      .map(({ name, labels }) => {
        const label = labels[REVISION_LABEL];
        return [name, cluster.state.tags[label ?? ''] ?? label];
      }),
  );
}

/** The revision tags besides the default one, each with what it points at. */
export function rolloutTags({ state }: SimCluster): Record<string, string> {
  return Object.fromEntries(
    Object.entries(state.tags).filter(([tag]) => tag !== 'default' && tag !== 'prod'),
  );
}
