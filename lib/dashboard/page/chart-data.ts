import type { SeriesPoint } from '../../rollout/report/gate-series';
import type { GateRow } from '../../rollout/report/gate-rows';

/** Columns for a chart: seconds since 1970, and percentages; `null` where there is nothing, which is not zero. */
export type ChartData = [
  times: number[],
  before: (number | null)[],
  since: (number | null)[],
  lower: (number | null)[],
  upper: (number | null)[],
  limit: (number | null)[],
  baseline: (number | null)[],
];

/** What a gate counted, as a chart draws it: each time at its end. */
export function chartData({ series, limit, baseline }: GateRow): ChartData {
  const points = withHoles(series);
  const all = <T>(of: (point: SeriesPoint) => T) => points.map(of);
  const ofSome = (of: (point: SeriesPoint) => number) =>
    all((point) => (point.all === 0 ? null : 100 * of(point)));
  const share = ({ bad, all: counted }: SeriesPoint) => bad / counted;
  const only = (isWanted: (when: SeriesPoint['when']) => boolean) =>
    all((point) => (isWanted(point.when) && point.all > 0 ? 100 * share(point) : null));
  const usual =
    baseline === null || baseline.all === 0 ? null : (100 * baseline.bad) / baseline.all;
  return [
    all(({ to }) => Date.parse(to) / 1000),
    only((when) => when === 'before'),
    only((when) => when !== 'before'),
    ofSome(({ bounds }) => bounds.lower),
    ofSome(({ bounds }) => bounds.upper),
    all(() => (limit === null ? null : 100 * limit)),
    all(() => usual),
  ];
}

/** With a time of no requests wherever a time was not looked at: what is not known is not drawn, neither as a line nor as bounds. */
function withHoles(series: readonly SeriesPoint[]): readonly SeriesPoint[] {
  return series.flatMap((point, index) => {
    const until = series[index - 1]?.to ?? point.from;
    const isHole = Date.parse(point.from) > Date.parse(until);
    return isHole ? [{ ...point, to: point.from, all: 0 }, point] : [point];
  });
}

/** From where to where a chart goes: its shares and its limit are seen, a bound of few requests may leave it. */
export function chartTop([, before, since, , , limit, baseline]: ChartData): number {
  const known = [...before, ...since, ...limit, ...baseline].filter((one) => one !== null);
  return Math.min(100, 1.5 * Math.max(0.1, ...known));
}

/** A chart in a sentence, for those who do not see it. */
export function chartText({
  gate,
  wave,
  verdict,
  value,
  limit,
  baseline,
  series,
}: GateRow): string {
  const parts = [
    `${gate} of wave ${wave}: ${verdict}, ${value}`,
    ...(limit === null ? [] : [`limit ${(100 * limit).toFixed(2)} %`]),
    ...(baseline === null || baseline.all === 0
      ? []
      : [`${((100 * baseline.bad) / baseline.all).toFixed(2)} % before`]),
    `${series.length} times, which the table below has`,
  ];
  return parts.join('; ');
}
