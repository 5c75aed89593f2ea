import type { PodFact } from '../observation';
import type { RolloutRecord } from '../record';
import type { TrafficCount } from './cluster-fact';
import { isAt } from './proxy-count';

/**
 * Counts the requests to other clusters by where their senders have moved. What a pod sent that is gone by now tells nothing of the
 * mesh as it is.
 * @param sentBy - requests by the pod that sent them
 */
export function trafficCount(
  sentBy: Readonly<Record<string, number>>,
  pods: readonly PodFact[],
  { plan }: RolloutRecord,
): TrafficCount {
  const counts = pods.map((pod) => ({
    sent: sentBy[`${pod.namespace}/${pod.name}`] ?? 0,
    isMoved: isAt(pod, plan.to),
  }));
  return {
    total: counts.reduce((sum, { sent }) => sum + sent, 0),
    moved: counts.reduce((sum, { sent, isMoved }) => sum + (isMoved ? sent : 0), 0),
  };
}
