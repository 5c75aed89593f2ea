import type { RolloutRecord } from '../record';
import type { Invariant, RolloutStep } from './invariant';

/** Evidence: a wave is left behind for what was seen after it had begun to pass, not for what was seen before. */
export const evidenceIsNewer: Invariant = {
  rule: 'S6',
  name: 'what lets a wave go was seen after it had begun to pass',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  const isLeft =
    (before.released > 0 && record.released > before.released) ||
    hasEntered('retaining', before, record) ||
    hasEntered('removing', before, record);
  if (!isLeft) return null;
  const since = Math.max(before.since, before.passingSince ?? Infinity);
  return observation.at > since ? null : `seen at ${observation.at}, it passes since ${since}`;
}

function hasEntered(
  phase: RolloutRecord['phase'],
  before: RolloutRecord,
  after: RolloutRecord,
): boolean {
  return after.phase === phase && before.phase !== phase;
}
