import { lowerBound, upperBound } from '../metrics/confidence';
import type { Counted } from '../metrics/count-requests';
import { togetherOf } from '../metrics/evidence';
import { PASS_ALPHA } from '../metrics/judge-share';
import { shareRules } from '../metrics/share-rules';
import { viewsOf, type Part } from '../metrics/wave-parts';
import { waveTraffic, type WaveTraffic } from '../metrics/wave-traffic';
import type { Judged } from '../judge-waves';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { instant } from './instant';

/** What a gate counted between two instants. Shares are from 0 to 1. */
export interface SeriesPoint {
  readonly from: string;
  readonly to: string;
  /** Before the wave, while it warmed up, which is no evidence, or since. */
  readonly when: 'before' | 'warm-up' | 'evidence';
  readonly bad: number;
  readonly all: number;
  /** Between which shares the true one lay, as surely as it takes to pass. */
  readonly bounds: { readonly lower: number; readonly upper: number };
}

/**
 * How what a gate judges went, as Prometheus had it: the same requests that its verdict is made from, time by time, the oldest first.
 * At most some thirty points, since older minutes count together. Empty where it counts nothing, or nothing was read.
 */
export function gateSeries(
  { wave, result }: Judged,
  record: RolloutRecord,
  observation: Observation,
): readonly SeriesPoint[] {
  const { metrics, waves } = record.plan;
  const judged = waves.find(({ name }) => name === wave);
  if (metrics === null || judged === undefined || result.counted === undefined) return [];
  const rule = shareRules(metrics).find(({ gate }) => gate === result.gate);
  const read = waveTraffic(record, judged, observation);
  if (rule === undefined || read.kind !== 'counted') return [];
  const parts = judgedParts(rule.parts(judged, read.traffic), result.query);
  return parts === null ? [] : pointsOf(parts, read.traffic);
}

/** A gate names what it counted by its query: a whole view, or one member of one. */
function judgedParts(parts: readonly Part[], query: string | undefined): readonly Part[] | null {
  const isJudged = (group: readonly Part[]) => group[0]?.query(group) === query;
  const views = viewsOf(parts);
  return views.find(isJudged) ?? parts.map((one) => [one]).find(isJudged) ?? null;
}

function pointsOf(parts: readonly Part[], traffic: WaveTraffic): readonly SeriesPoint[] {
  const before = traffic.before.map((time) =>
    pointOf(
      time,
      'before',
      parts.map(({ usual }) => usual([time])),
    ),
  );
  const since = traffic.recent.map((time) =>
    pointOf(
      time,
      time.from >= traffic.from ? 'evidence' : 'warm-up',
      parts.map(({ within }) => within([time])),
    ),
  );
  return [...before, ...since];
}

function pointOf(
  { from, to }: Counted,
  when: SeriesPoint['when'],
  evidence: Parameters<typeof togetherOf>[0],
): SeriesPoint {
  const { bad, all } = togetherOf(evidence);
  const bounds = {
    lower: lowerBound(bad, all, PASS_ALPHA),
    upper: upperBound(bad, all, PASS_ALPHA),
  };
  return { from: instant(from), to: instant(to), when, bad, all, bounds };
}
