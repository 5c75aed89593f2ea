import { isDeepStrictEqual } from 'node:util';
import type { FrozenPlan, FrozenWave } from '../record';
import { mostStragglers, STRAGGLERS, stragglersOf } from '../stragglers';
import { namespacesOf } from '../wave-members';
import type { Invariant, RolloutStep } from './invariant';

/** What was agreed is carried out; only the wave of stragglers comes later, and once it moves it is fixed too. */
export const planIsFrozen: Invariant = {
  rule: 'S1',
  name: 'nothing moves that was not agreed on, or is known to be left over',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  const [was, is] = [agreedOf(before.plan), agreedOf(record.plan)];
  if (!isDeepStrictEqual(was, is)) return 'the agreed plan changed';
  const [late, now] = [stragglerWave(before.plan), stragglerWave(record.plan)];
  if (isDeepStrictEqual(late, now)) return null;
  if (before.released > was.waves.length) return 'the wave of stragglers changed while it moves';
  if (before.released < was.waves.length) return 'there are stragglers before every wave is proved';
  if (now === undefined) return null;
  const left = stragglersOf(was, observation);
  if (!left.known) return 'stragglers were found although nothing could be read';
  const uids = new Set(left.value.map(({ uid }) => uid));
  const stranger = namespacesOf([now]).find(({ uid }) => !uids.has(uid));
  if (stranger !== undefined) return `${stranger.name} is no straggler`;
  const count = namespacesOf([now]).length;
  return count <= mostStragglers(was) ? null : `${count} stragglers, more than any wave has`;
}

function agreedOf(plan: FrozenPlan): FrozenPlan {
  return { ...plan, waves: plan.waves.filter(({ name }) => name !== STRAGGLERS) };
}

function stragglerWave({ waves }: FrozenPlan): FrozenWave | undefined {
  return waves.find(({ name }) => name === STRAGGLERS);
}
