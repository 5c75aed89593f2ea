import type { Invariant, RolloutStep } from './invariant';

/** What is removed is no way back any more. */
export const retiredIsFinal: Invariant = {
  rule: 'S4',
  name: 'a removed revision stays removed',
  check,
};

function check({ before, decision: { record } }: RolloutStep): string | null {
  const revived = before.retired.find((revision) => !record.retired.includes(revision));
  if (revived !== undefined) return `${revived} came back`;
  const turned = record.phase === 'rolling-back' && record.retired.includes(record.plan.from);
  return turned ? `rolling back to ${record.plan.from}, which is removed` : null;
}
