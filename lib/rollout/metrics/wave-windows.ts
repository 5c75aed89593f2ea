import type { RolloutRecord } from '../record';
import type { MetricsPlan } from './metrics-spec';

/** When what a wave is judged by was counted. Instants are epoch milliseconds, ascending. */
export interface WaveWindows {
  /** The ends of the newest minutes; one that is not long over is the last. Empty while the wave is not well yet. */
  readonly edges: readonly number[];
  /** From where counts are evidence; `null` while the wave warms up. */
  readonly from: number | null;
  /** The minutes since the warm-up ended. */
  readonly minutes: number;
  /** The ends of the minutes just before the wave was released, or only the first and the last. */
  readonly before: readonly number[];
}

/** So many minutes are counted one by one; what is older counts together. */
export const RECENT = 8;

/** The windows of a released wave, by its index; `null` where the plan asks for no metrics. */
export function waveWindows(record: RolloutRecord, wave: number, now: number): WaveWindows | null {
  const { metrics } = record.plan;
  const progress = record.progress[wave];
  if (metrics === null || progress === undefined) return null;
  const { releasedAt, healthySince, countedFrom } = progress;
  const step = minuteMs(metrics);
  const isProving = record.phase === 'moving' && wave === record.released - 1;
  const before = beforeOf(releasedAt, metrics, isProving);
  if (healthySince === null) return { edges: [], from: null, minutes: 0, before };
  const last = Math.floor(now / step) * step;
  const edges = Array.from({ length: RECENT + 1 }, (_, index) => last - (RECENT - index) * step);
  const warmAt = Math.ceil((healthySince + metrics.warmUpSeconds * 1000) / step) * step;
  const from = Math.max(warmAt, countedFrom ?? 0);
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

function beforeOf(releasedAt: number, metrics: MetricsPlan, isProving: boolean): number[] {
  const step = minuteMs(metrics);
  const begins = releasedAt - metrics.windowSeconds * 1000;
  const count = isProving ? Math.max(1, Math.floor((releasedAt - begins) / step)) : 1;
  const inner = Array.from({ length: count }, (_, index) => releasedAt - index * step);
  return [begins, ...inner.reverse().filter((edge) => edge > begins)];
}
