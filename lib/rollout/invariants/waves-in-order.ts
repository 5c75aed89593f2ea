import type { Invariant, RolloutStep } from './invariant';

/** One wave after the other, each only after the one before it proved itself. */
export const wavesInOrder: Invariant = {
  rule: 'S1',
  name: 'a wave is released only after the one before it soaked',
  check,
};

function check({ before, now, decision: { record } }: RolloutStep): string | null {
  const advanced = record.released > before.released;
  const finished = record.phase === 'retaining' && before.phase !== 'retaining';
  if (!advanced && !finished) return null;
  if (record.released > before.released + 1) return `${record.released} waves released at once`;
  const current = before.plan.waves[before.released - 1];
  if (current === undefined) return null;
  const passedMs = before.passingSince === null ? -1 : now - before.passingSince;
  return passedMs >= current.soakSeconds * 1000
    ? null
    : `${current.name} passed for ${passedMs} ms`;
}
