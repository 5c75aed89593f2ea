import type { Invariant, RolloutStep } from './invariant';

/** The old revision stays for the time that was agreed, measured while somebody looked. */
export const keptForItsTime: Invariant = {
  rule: 'S14',
  name: 'from is kept for its time before anything of it goes',
  check,
};

function check({ before, now, decision: { record } }: RolloutStep): string | null {
  const isOver = (phase: string) => ['handing-over', 'removing', 'done'].includes(phase);
  if (!isOver(record.phase) || isOver(before.phase)) return null;
  if (before.phase !== 'retaining') return `${record.phase} straight after ${before.phase}`;
  const passedMs = before.passingSince === null ? 0 : now - before.passingSince;
  const keptMs = before.retainedMs + passedMs;
  const isKept = before.passingSince !== null && keptMs >= before.plan.retainSeconds * 1000;
  return isKept ? null : `kept for ${keptMs} ms of ${before.plan.retainSeconds} s`;
}
