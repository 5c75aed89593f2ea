import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { clustersOf } from './clusters-of';
import { isOfSameRollout } from './is-of-same-rollout';

/**
 * Why the istiods of `from` have to stay for other clusters that use them; `null` when no other does. Their proxies are seen from here,
 * but not whether a Service or an injector there leads to `from` still.
 */
export function servedHold(record: RolloutRecord, observation: Observation): string | null {
  const { clusters, from } = record.plan;
  const served = clusters?.serves ?? [];
  if (served.length === 0) return null;
  const others = clustersOf(record, observation);
  if (!others.known) return others.reason;
  const open = others.value
    .filter(({ name }) => served.includes(name))
    .flatMap(({ name, state }) => {
      if (!state.known) return [`${name} cannot be asked: ${state.reason}`];
      const { rollout } = state.value;
      if (!isOfSameRollout(rollout, record)) return [`${name} has not begun`];
      return rollout.phase === 'done' ? [] : [`${name} (${rollout.phase})`];
    });
  if (open.length === 0) return null;
  return `istiods of ${from} stay while other clusters use them: ${open.join(', ')}`;
}
