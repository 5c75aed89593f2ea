import { isPatch } from '../../rollout/patch/version-of';
import type { RolloutRecord } from '../../rollout/record';
import { durationText } from './duration-text';

/** What is left of a time that has to pass. */
export interface TimeLeft {
  /** Such as `soak: 4m10s left`. */
  readonly text: string;
  /** How long all of it takes, in milliseconds. */
  readonly ofMs: number;
}

/** What is left of the soak, or of the time in which the old revision is kept; `null` while neither passes. */
export function timeLeft(record: RolloutRecord, now: number): TimeLeft | null {
  const { phase, plan, passingSince, waveringSince, released, retainedMs } = record;
  if (passingSince === null || waveringSince !== null) return null;
  const soakSeconds = phase === 'moving' ? plan.waves[released - 1]?.soakSeconds : undefined;
  if (soakSeconds !== undefined) return left('soak', soakSeconds, now - passingSince);
  if (phase !== 'retaining') return null;
  const what = isPatch(plan) ? 'the way back stays open' : `${plan.from} is kept`;
  return left(what, plan.retainSeconds, retainedMs + now - passingSince);
}

function left(what: string, seconds: number, passedMs: number): TimeLeft | null {
  const leftSeconds = seconds - passedMs / 1000;
  if (leftSeconds <= 0) return null;
  return { text: `${what}: ${durationText(leftSeconds)} left`, ofMs: seconds * 1000 };
}
