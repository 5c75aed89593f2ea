import { namespacesOf } from '../wave-members';
import type { Invariant, RolloutStep } from './invariant';

/** Exact restore: labels are given back only when no pod of a wave is left that the new revision injected. */
export const labelsLast: Invariant = {
  rule: 'S11',
  name: 'labels are given back after the pods',
  check,
};

function check({ observation, decision: { record, actions } }: RolloutStep): string | null {
  if (!actions.some(({ type }) => type === 'restore' || type === 'unpin-gateway')) return null;
  const { pods } = observation;
  if (record.phase !== 'rolling-back' || !pods.known) return 'restores although pods are unknown';
  const names = new Set(namespacesOf(record.plan.waves).map(({ name }) => name));
  const moved = pods.value.find(
    (pod) =>
      names.has(pod.namespace) &&
      pod.revision === record.plan.to &&
      !pod.terminating &&
      !pod.optedOut,
  );
  return moved === undefined ? null : `restores although ${moved.name} is on ${record.plan.to}`;
}
