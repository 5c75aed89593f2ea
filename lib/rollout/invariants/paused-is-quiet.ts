import type { Invariant, RolloutStep } from './invariant';

/** From the pause on nothing moves forward until somebody resumes; the way back stays open. */
export const pausedIsQuiet: Invariant = {
  rule: 'S8',
  name: 'a paused rollout writes nothing forward',
  check,
};

function check({ before, decision: { record, actions } }: RolloutStep): string | null {
  if (record.paused === null || record.phase === 'rolling-back') return null;
  if (record.phase !== before.phase || record.released !== before.released) return 'it moves on';
  const [first] = actions;
  return first === undefined ? null : `${first.type}: ${first.reason}`;
}
