import { canonicalJson } from '../canonical-json';
import { judgeHandOver } from '../judge-hand-over';
import type { Invariant, RolloutStep } from './invariant';

/** No orphan: what leads to the old revision moves before it goes, one after the other, and each proves itself. */
export const handedOverInTurn: Invariant = {
  rule: 'S3',
  name: 'what leads to from is handed over one at a time, each proved before the next',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  const was = before.handed ?? [];
  const is = record.handed ?? [];
  const hasLeft = before.phase === 'handing-over' && ['removing', 'done'].includes(record.phase);
  if (is.length <= was.length && !hasLeft) return null;
  if (before.phase !== 'handing-over') return `${is.join(', ')} is handed over in ${before.phase}`;
  const added = is.slice(was.length);
  if (added.length > 1 || canonicalJson(is.slice(0, was.length)) !== canonicalJson(was)) {
    return `${added.join(', ')} are handed over at once`;
  }
  const results = judgeHandOver(before, observation);
  return results.find(({ verdict }) => verdict !== 'Pass')?.message ?? null;
}
