import type { RolloutRecord } from '../record';
import type { PeerRollout } from './cluster-fact';

/** Whether another cluster's rollout is between the same revisions: one that ended before is none of this. */
export function isOfSameRollout(
  rollout: PeerRollout | null,
  { plan }: Pick<RolloutRecord, 'plan'>,
): rollout is PeerRollout {
  return rollout !== null && rollout.from === plan.from && rollout.to === plan.to;
}
