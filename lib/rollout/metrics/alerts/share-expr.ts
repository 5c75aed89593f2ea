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
 * PromQL for a share of requests that is over a limit, by members. What is bad is undercounted and what there was at all is
 * overcounted wherever a gate, which asks at another instant, might count otherwise:
 *
 * - bad counts over two scrapes, only of proxies that were scraped all through a gate's window and did not start anew in it;
 * - all counts over four, of every proxy: any window of a gate, however long and whenever it began, is covered by such spans.
 *
 * That halves the share of steady traffic, so it is doubled again for the reader.
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
    indent(`2 * (${sum(grownBad(series, metrics))} >= ${fewest})`),
    indent(`/ ${sum(grownAll(series, metrics))} > ${share}`),
    `, "namespace", "$1", "${namespaceLabel}", "(.+)")`,
  ].join('\n');
}

/** How much the bad ones grew in two scrapes; a series that is new while its proxy was scraped began at zero. */
function grownBad(series: ShareSeries, metrics: MetricsPlan): string {
  const { scrapeSeconds, windowSeconds } = metrics;
  const ago = ` offset ${promTime(freshSeconds(metrics))}`;
  const now = union(series.bad.map((one) => one('')));
  // A gate may begin anywhere in its window, and counts only proxies that were scraped just before.
  const isScraped = `timestamp(${PROXY}) >= time() - ${freshSeconds(metrics)}`;
  const looks = `(${isScraped})[${promTime(windowSeconds + scrapeSeconds)}:${promTime(scrapeSeconds)}]`;
  const all = Math.floor(windowSeconds / scrapeSeconds) + 1;
  return [
    '(',
    indent(`${now}\n- ${union(series.bad.map((one) => one(ago)))}`),
    'or',
    indent(`${now}\nand ${SAME} ${PROXY}${ago}`),
    ')',
    `and ${SAME} count_over_time(${looks}) >= ${all}`,
    `unless ${SAME} ${restarted(series, metrics)}`,
  ].join('\n');
}

/** How much all of them grew in four scrapes at least; of a proxy that started anew, whatever it has counted since. */
function grownAll(series: ShareSeries, metrics: MetricsPlan): string {
  const reach = promTime(metrics.windowSeconds);
  const ago = ` offset ${promTime(2 * freshSeconds(metrics))}`;
  const now = union(series.all);
  // A failed scrape at that very instant hides the series from a plain offset.
  const before = union(series.all.map((one) => `last_over_time(${one}[${reach}]${ago})`));
  return [
    indent(`${now}\n- ${before}\nunless ${SAME} ${restarted(series, metrics)}`),
    'or',
    indent(now),
  ].join('\n');
}

function restarted({ all }: ShareSeries, metrics: MetricsPlan): string {
  const reach = promTime(metrics.windowSeconds + 2 * freshSeconds(metrics));
  return union(all.map((one) => `resets(${one}[${reach}]) > 0`));
}

function freshSeconds(metrics: MetricsPlan): number {
  return freshMs(metrics) / 1000;
}
