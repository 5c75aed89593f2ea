import type { RolloutRecord } from '../record';
import type { MetricsPlan } from './metrics-spec';

/** When what a wave is judged by was counted. Instants are epoch milliseconds, ascending. */
export interface WaveWindows {
  /**
   * The ends of the newest minutes; one that is not long over is the last. Before those, of the wave that moves, the ends of the
   * longer times since its warm-up. Empty while the wave is not well yet.
   */
  readonly edges: readonly number[];
  /** From where counts are evidence; `null` while the wave warms up. */
  readonly from: number | null;
  /** The minutes since the warm-up ended. */
  readonly minutes: number;
  /**
   * The ends of the minutes just before the wave was released, and of longer times before those; of a wave that has proved itself
   * only the first and the last.
   */
  readonly before: readonly number[];
}

/** So many minutes are counted one by one; what is older counts together. */
export const RECENT = 8;

/** So many minutes of those that are older count as one time. */
const OLDER = 4;

/** So many of such times; what is older still is one more. */
export const MOST_OLDER = 6;

/** What was longer ago than that, in seconds, does not tell what is usual when a wave begins. */
const LONGEST_AGO = 1800;

/** The windows of a released wave, by its index; `null` where the plan asks for no metrics. */
export function waveWindows(record: RolloutRecord, wave: number, now: number): WaveWindows | null {
  const { metrics, waves } = record.plan;
  const progress = record.progress[wave];
  if (metrics === null || progress === undefined) return null;
  const { releasedAt, healthySince, countedFrom } = progress;
  const step = minuteMs(metrics);
  const isProving = record.phase === 'moving' && wave === record.released - 1;
  const usual = beforeOf(releasedAt, metrics, waves[wave]?.soakSeconds ?? 0);
  const before = isProving ? usual : [usual[0] ?? releasedAt, releasedAt];
  if (healthySince === null) return { edges: [], from: null, minutes: 0, before };
  const last = Math.floor(now / step) * step;
  const warmAt = Math.ceil((healthySince + metrics.warmUpSeconds * 1000) / step) * step;
  const from = Math.max(warmAt, countedFrom ?? 0);
  const first = last - RECENT * step;
  const edges = [...(isProving ? olderOf(from, first, step) : []), ...every(step, first, last)];
  return {
    edges: edges.filter((edge) => edge >= healthySince),
    from: from < last ? from : null,
    minutes: Math.max(0, (last - warmAt) / step),
    before,
  };
}

/**
 * How long what is called a minute here lasts: less where the window is shorter than five of them, more where two scrapes take
 * longer, since in less nothing can have grown.
 */
export function minuteMs({ scrapeSeconds, windowSeconds }: MetricsPlan): number {
  return 1000 * Math.max(2 * scrapeSeconds, Math.min(60, Math.floor(windowSeconds / 5)));
}

/** The ends of longer times from `from` on, until `first`: without them a burst of long ago would look like single errors. */
function olderOf(from: number, first: number, step: number): number[] {
  if (from >= first) return [];
  const length = OLDER * step;
  const last = Math.ceil(first / length) * length - length;
  return [
    from,
    ...every(length, last - (MOST_OLDER - 1) * length, last).filter((one) => one > from),
  ];
}

/**
 * What a wave is compared with takes as long as its own evidence: else that would be sure of a difference that only the shorter
 * time shows.
 */
function beforeOf(
  releasedAt: number,
  metrics: MetricsPlan,
  soakSeconds: number,
): readonly number[] {
  const step = minuteMs(metrics);
  const windowMs = metrics.windowSeconds * 1000;
  const longest = Math.max(windowMs, 1000 * Math.min(LONGEST_AGO, soakSeconds));
  const windows = Math.min(MOST_OLDER, Math.floor(longest / windowMs));
  const minutes = Math.max(1, Math.floor(windowMs / step));
  const begins = releasedAt - windowMs;
  return [
    ...(longest > windows * windowMs ? [releasedAt - longest] : []),
    ...every(windowMs, releasedAt - windows * windowMs, begins),
    ...every(step, releasedAt - (minutes - 1) * step, releasedAt),
  ];
}

/** From `first` to `last`, both included. */
function every(step: number, first: number, last: number): number[] {
  return Array.from(
    { length: Math.floor((last - first) / step) + 1 },
    (_, index) => first + index * step,
  );
}
