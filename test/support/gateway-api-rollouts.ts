import { GATEWAY_API, type GatewayApiRef, type RolloutSpec } from '../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import type { SimStart } from '../../lib/simulate/sim-state';
import { FROM, TO } from './rollout-builders';
import { simClusterOf } from './sim-cluster-of';

type Gateways = NonNullable<SimStart['gatewayApis']>;

/** One in a namespace that a wave moves and that follows its label, one that follows a tag, one that is pinned already. */
export const GATEWAYS: Gateways = [
  { namespace: 'a', name: 'web', deployment: 'web-istio', label: null },
  { namespace: 'ingress', name: 'api', deployment: 'api-istio', label: 'prod' },
  { namespace: 'ingress', name: 'grpc', deployment: 'grpc-istio', label: FROM },
];

/** A cluster with namespaces `a`, `b` and `c`, and these Gateways of the Gateway API. */
export function gatewayApiCluster(gatewayApis: Gateways = GATEWAYS): SimCluster {
  return simClusterOf(['a', 'b', 'c'], { gatewayApis });
}

/** How a wave names one of them. */
export function gatewayApi(namespace: string, name: string): GatewayApiRef {
  return { namespace, name, api: GATEWAY_API };
}

/** A rollout that moves them one by one, after a gateway of Istio's chart and before the namespaces. */
export const GATEWAY_API_SPEC: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: [
    { name: 'chart', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
    { name: 'edge', gateways: GATEWAYS.map(({ namespace, name }) => gatewayApi(namespace, name)) },
    { name: 'apps', namespaces: ['a', 'b', 'c'] },
  ],
  soakSeconds: 3,
  deadlineSeconds: 30,
  retainSeconds: 20,
};

/** By name the label of each Gateway. */
export function gatewayLabels({ state }: SimCluster): Record<string, string | null> {
  return Object.fromEntries(state.gatewayApis.map(({ name, label }) => [name, label]));
}

/** By name the revisions that the pods of each Gateway are of. */
export function gatewayRevisions(cluster: SimCluster): Record<string, readonly (string | null)[]> {
  return Object.fromEntries(
    cluster.state.gatewayApis.map(({ namespace, name, deployment }) => {
      const workloads = cluster.namespaces.find((one) => one.name === namespace)?.workloads ?? [];
      const pods = workloads.find((one) => one.name === deployment)?.pods ?? [];
      const living = pods.filter(({ goneAt }) => goneAt === null);
      return [name, [...new Set(living.map(({ revision }) => revision))]] as const;
    }),
  );
}
