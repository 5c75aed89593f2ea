import { isFinal } from '../is-final';
import type { Invariant, RolloutStep } from './invariant';

/** Somebody who asks for the way back gets it, whatever else was said and whatever the gates say. */
export const rollbackDominates: Invariant = {
  rule: 'S9',
  name: 'a rollback that was asked for is begun at once',
  check,
};

function check({ before, decision: { record } }: RolloutStep): string | null {
  const { plan, attempt, commands, heeded, retired } = before;
  const isAsked = commands.some(
    ({ id, type, target }) =>
      type === 'rollback' && id > heeded && target.plan === plan.hash && target.attempt === attempt,
  );
  if (!isAsked || isFinal(before) || retired.includes(plan.from)) return null;
  return record.phase === 'rolling-back' || isFinal(record) ? null : `it stays ${record.phase}`;
}
