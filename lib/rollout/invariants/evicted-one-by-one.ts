import type { Action } from '../action';
import type { Observation } from '../observation';
import { podsByNamespace, podsOf, workloadOf } from '../look-up';
import { workloadKey } from '../restart/workload-key';
import type { Invariant, RolloutStep } from './invariant';

/** Capacity: a workload loses no second pod before the first is replaced and ready. */
export const evictedOneByOne: Invariant = {
  rule: 'S17',
  name: 'a pod is evicted only while every other of its workload is ready',
  check,
};

function check({ observation, decision: { actions } }: RolloutStep): string | null {
  const evictions = actions.filter((action) => action.type === 'evict');
  const keys = evictions.map(workloadKey);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return `two pods of ${twice}`;
  return (
    evictions.map((action) => missing(action, observation)).find((one) => one !== null) ?? null
  );
}

function missing(
  action: Extract<Action, { type: 'evict' }>,
  { pods, workloads }: Observation,
): string | null {
  if (!pods.known || !workloads.known) return 'pods or workloads are unknown';
  const { namespace, uid } = action;
  const desired = workloadOf(action, workloads.value)?.desired ?? 0;
  const others = podsOf(action, pods.value).filter((pod) => pod.uid !== uid);
  const ready = others.filter(({ terminating, ready }) => ready && !terminating).length;
  const evicted = podsByNamespace(pods.value)
    .get(namespace)
    ?.find((pod) => pod.uid === uid);
  // One that is not ready itself serves nobody: the others need not be all.
  const isServing = evicted?.ready === true;
  return !isServing || ready >= desired - 1
    ? null
    : `${action.pod} although ${ready} of ${desired - 1} others are ready`;
}
