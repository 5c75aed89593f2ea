import { freshMs, type MetricsPlan } from '../metrics-spec';
import { promTime } from './alert-rule';
import type { AlertLimit } from './alert-limit';
import { indent, union } from './selector';

/** The cumulative counts behind a share; each `bad` tells a part of them, as it was some time ago. */
export interface ShareSeries {
  /** Selectors, without a range or an offset. */
  readonly all: readonly string[];
  /** @param offset - empty, or such as ` offset 30s` */
  readonly bad: readonly ((offset: string) => string)[];
  /** Labels by which the members are told apart. */
  readonly by: string;
  /** Label of `by` that names the member's namespace. */
  readonly namespaceLabel: string;
  /** Adds labels that `by` needs and the series do not have. */
  readonly relabel?: (vector: string) => string;
}

const PROXY = 'istio_build{component="proxy"}';

/** A target as Prometheus scraped it: another pod of the same name has another instance. */
const SAME = 'on (namespace, pod, instance)';

/**
 * PromQL for a share of requests that is over a limit in the last two scrapes, by members. Where a gate, which looks at another
 * window, might count otherwise, what is bad is undercounted and what there was at all is overcounted. An alert evaluates it
 * once a scrape for as long as a gate's window may be: then every request of any such window was counted at least once, and
 * what is bad at most twice.
 */
export function shareExpr(
  series: ShareSeries,
  metrics: MetricsPlan,
  { share, fewest }: AlertLimit,
): string {
  const { by, namespaceLabel, relabel = (vector) => vector } = series;
  const sum = (vector: string) => `sum by (${by}) (\n${indent(relabel(vector))}\n)`;
  return [
    'label_replace(',
    indent(`(${sum(grownBad(series, metrics))} >= ${fewest})`),
    indent(`/ ${sum(grownAll(series, metrics))} > ${share}`),
    `, "namespace", "$1", "${namespaceLabel}", "(.+)")`,
  ].join('\n');
}

/**
 * How much the bad ones grew, of proxies that were scraped all through a gate's window, wherever it begins: others it may not
 * count. As there, a series that is new began at zero, and one that fell began anew.
 */
function grownBad({ bad }: ShareSeries, metrics: MetricsPlan): string {
  const { scrapeSeconds, windowSeconds } = metrics;
  const span = freshMs(metrics) / 1000;
  const ago = ` offset ${promTime(span)}`;
  const now = union(bad.map((one) => one('')));
  const isScraped = `timestamp(${PROXY}) >= time() - ${span}`;
  const looks = `(${isScraped})[${promTime(windowSeconds + scrapeSeconds)}:${promTime(scrapeSeconds)}]`;
  const all = Math.floor(windowSeconds / scrapeSeconds) + 1;
  return [
    '(',
    indent(`${now}\n- ${union(bad.map((one) => one(ago)))} >= 0`),
    'or',
    indent(now),
    ')',
    `and ${SAME} count_over_time(${looks}) >= ${all}`,
  ].join('\n');
}

/** How much all of them grew, of every proxy; of one that is new, or began anew, whatever it has counted since. */
function grownAll({ all }: ShareSeries, metrics: MetricsPlan): string {
  const reach = promTime(metrics.windowSeconds);
  const ago = ` offset ${promTime(freshMs(metrics) / 1000)}`;
  const now = union(all);
  // A scrape that failed then hides the series from a plain offset.
  const before = union(all.map((one) => `last_over_time(${one}[${reach}]${ago})`));
  return [indent(`${now}\n- ${before} >= 0`), 'or', indent(now)].join('\n');
}
