import type { RolloutRecord } from '../rollout/record';
import type { SeenDecision } from './timeline';

/** The longest time that passes between two looks of a soak, in milliseconds. */
const LONGEST_MS = 600_000;

/** For how long nothing happens in a soak whose last look changed nothing, in milliseconds; 0 outside of one. */
export function quietMs(last: SeenDecision | null, now: number): number {
  if (last === null) return 0;
  const { record } = last.decision;
  const endsAt = soakEnd(record);
  // What only notes that the time went on with every gate passing is no change either.
  const isQuiet = last.before === record || record.retainedMs > last.before.retainedMs;
  if (!isQuiet || record.waveringSince !== null || endsAt === null) return 0;
  return Math.max(0, Math.min(endsAt - now, LONGEST_MS));
}

/** When a soak that goes on as it does is over, epoch milliseconds; `null` where there is none. */
function soakEnd({
  plan,
  phase,
  released,
  passingSince,
  retainedMs,
}: RolloutRecord): number | null {
  if (passingSince === null) return null;
  const wave = plan.waves[released - 1];
  if (phase === 'retaining') return passingSince + plan.retainSeconds * 1000 - retainedMs;
  return phase === 'moving' && wave !== undefined ? passingSince + wave.soakSeconds * 1000 : null;
}
