import type { RolloutRecord } from '../record';

/** From when until when, epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The windows in which a wave is compared with itself. */
export interface WaveWindows {
  /** `null` while the wave is not healthy yet or warms up. */
  readonly now: Window | null;
  /** As long as a whole window, just before the wave was released. */
  readonly before: Window;
}

/** The windows of a released wave, by its index; `null` where the plan asks for no metrics. */
export function waveWindows(record: RolloutRecord, wave: number, now: number): WaveWindows | null {
  const { metrics } = record.plan;
  const progress = record.progress[wave];
  if (metrics === null || progress === undefined) return null;
  const { releasedAt, healthySince } = progress;
  const before = { from: releasedAt - metrics.windowSeconds * 1000, to: releasedAt };
  if (healthySince === null) return { now: null, before };
  const warmAt = healthySince + metrics.warmUpSeconds * 1000;
  // Two scrapes at least: with fewer nothing can have grown.
  const isLongEnough = now - warmAt >= 2 * metrics.scrapeSeconds * 1000;
  const from = Math.max(warmAt, now - metrics.windowSeconds * 1000);
  return { now: isLongEnough ? { from, to: now } : null, before };
}
