import type { Invariant, RolloutStep } from './invariant';

/** Quiescence: what has ended stays as it is. */
export const terminalIsQuiet: Invariant = {
  rule: 'S5',
  name: 'a finished rollout does nothing',
  check,
};

function check({ before, decision }: RolloutStep): string | null {
  if (before.phase !== 'done' && before.phase !== 'rolled-back') return null;
  const isQuiet = decision.actions.length === 0 && decision.record === before;
  return isQuiet && decision.next.type === 'stop' ? null : `${before.phase} goes on`;
}
