import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { clustersOf } from './clusters-of';
import { isOfSameRollout } from './is-of-same-rollout';

/**
 * Why the old revision has to stay though it was kept for its time here; `null` when it need not. While another cluster could still
 * turn back, this one has to be able to as well.
 */
export function retentionHold(record: RolloutRecord, observation: Observation): string | null {
  const others = clustersOf(record, observation);
  if (!others.known) return others.reason;
  const open = others.value.flatMap(({ name, state }) => {
    if (!state.known) return [`${name} cannot be asked: ${state.reason}`];
    const { rollout } = state.value;
    if (!isOfSameRollout(rollout, record)) return [`${name} has not begun`];
    return rollout.retained ? [] : [`${name} (${rollout.phase})`];
  });
  if (open.length === 0) return null;
  return `${record.plan.from} stays until every cluster has kept it for its time: ${open.join(', ')}`;
}
