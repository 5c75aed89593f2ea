import { isPatch, revisionOf } from '../patch/version-of';
import type { Invariant, RolloutStep } from './invariant';

/** Safe target: a pod that a patch restarts must not be injected by an istiod that is still, or again, at the other version. */
export const istiodFirst: Invariant = {
  rule: 'S10',
  name: 'a patch restarts nothing before every istiod is at the version',
  check,
};

function check({ observation, decision: { record, actions } }: RolloutStep): string | null {
  const { plan, phase } = record;
  if (!isPatch(plan) || !actions.some(({ type }) => type === 'restart' || type === 'evict'))
    return null;
  const { istiods } = observation;
  if (!istiods.known) return 'restarts although istiods are unknown';
  const end = phase === 'rolling-back' ? plan.from : plan.to;
  const other = istiods.value.find(
    ({ revision, ready }) => ready && revisionOf(revision) === revisionOf(end) && revision !== end,
  );
  return other === undefined ? null : `restarts although ${other.pod} is at ${other.revision}`;
}
