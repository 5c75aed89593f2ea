import type { gatewayValues } from '../../generated/newest';
import { mergeValues } from '../merge-values';

type GatewayValues = gatewayValues.GatewayValues;

/** What the gateway charts of every supported minor do by themselves; without a count, Kubernetes makes one replica. */
const CHART = { isAutoscaled: true, minReplicas: 1, maxReplicas: 5, replicaCount: 1 } as const;

/**
 * How many replicas a gateway has as a whole: the fewest that its autoscaler keeps, or its `replicaCount` where it has no
 * autoscaler, which may be 0.
 * @returns `null` for a DaemonSet, which has a pod on every node
 */
export function wholeReplicas(values: GatewayValues = {}): number | null {
  if (values.kind === 'DaemonSet') return null;
  return isAutoscaled(values)
    ? (values.autoscaling?.minReplicas ?? CHART.minReplicas)
    : (values.replicaCount ?? CHART.replicaCount);
}

/**
 * The values that give a gateway so many replicas. An autoscaler keeps at least these, and at most the same part of what it
 * otherwise may.
 * @param replicas - from 1
 */
export function withReplicas(values: GatewayValues, replicas: number): GatewayValues {
  if (!isAutoscaled(values)) return mergeValues(values, { replicaCount: replicas });
  const { minReplicas = CHART.minReplicas, maxReplicas = CHART.maxReplicas } =
    values.autoscaling ?? {};
  const most = Math.min(maxReplicas, Math.ceil((maxReplicas * replicas) / minReplicas));
  return mergeValues(values, {
    autoscaling: { minReplicas: replicas, maxReplicas: Math.max(most, replicas) },
  });
}

function isAutoscaled({ autoscaling }: GatewayValues): boolean {
  return autoscaling?.enabled ?? CHART.isAutoscaled;
}
