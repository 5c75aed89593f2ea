import type { Verdict } from './verdict';

const WORST_FIRST: readonly Verdict[] = [
  'Fail',
  'Environment',
  'Error',
  'NoData',
  'Inconclusive',
  'Pass',
];

/** The verdict over several gates: the worst of them. No gate at all is a pass: nothing was asked. */
export function combineVerdicts(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'Pass';
}
