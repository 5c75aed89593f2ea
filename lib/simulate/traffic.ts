import { known, unknown, type Fact } from '../rollout/fact';
import type {
  DurationCount,
  MetricsFact,
  MetricsSnapshot,
  OwnCount,
  RequestCount,
} from '../rollout/metrics/metrics-fact';
import { metricsQuestion } from '../rollout/metrics/metrics-question';
import type { CountSpec } from '../rollout/metrics/metrics-spec';
import type { RolloutRecord } from '../rollout/record';
import { chance } from './chance';
import { namespaceOf } from './namespace-of';
import { podsIn } from './pods-in';
import type { SimPod, SimState } from './sim-state';
import type { SimHarm, SimTraffic } from './sim-traffic';

/** Snapshots of the last look by their instants: the past never changes its answer. */
export type AskedBefore = Map<number, MetricsSnapshot>;

const MINUTE_MS = 60_000;

/** How much a minute may differ from the usual one: less than half, so that counts never fall. */
const UNEVEN = 0.4;

/** What a Prometheus that scrapes every proxy says to what the gates of a record ask; `null` where they ask nothing. */
export function answerMetrics(
  state: SimState,
  record: RolloutRecord | null,
  asked: AskedBefore,
): Fact<MetricsFact> | null {
  const { now, conditions } = state;
  const question = record === null ? null : metricsQuestion(record, now);
  if (question === null || record === null) return null;
  if (conditions.prometheusDown !== null)
    return unknown('Prometheus could not be asked: connection refused', now);
  const scrapeMs = (record.plan.metrics?.scrapeSeconds ?? 1) * 1000;
  const value: MetricsFact = {
    at: now,
    snapshots: question.instants.map(
      (at) => asked.get(at) ?? snapshot(state, at, scrapeMs, question.counts),
    ),
    alerts: question.alerts.map((name) => ({ name, healthy: true, firing: [] })),
  };
  asked.clear();
  for (const one of value.snapshots) asked.set(one.at, one);
  return known(value, now);
}

function snapshot(
  state: SimState,
  at: number,
  scrapeMs: number,
  counts: readonly CountSpec[],
): MetricsSnapshot {
  const pods = [...podsIn(state), ...state.gone].flatMap((pod) => {
    const scrapedAt = lastScrape(state, pod, at, scrapeMs);
    return scrapedAt === null ? [] : [{ pod, scrapedAt }];
  });
  return {
    at,
    requests: pods.flatMap(({ pod, scrapedAt }) => requestsOf(state, pod, scrapedAt)),
    durations: pods.map(({ pod, scrapedAt }) => durationOf(state, pod, scrapedAt)),
    scraped: Object.fromEntries(pods.map(({ pod, scrapedAt }) => [nameOf(pod), scrapedAt])),
    certificates: {},
    own: pods.flatMap(({ pod, scrapedAt }) => ownOf(state, pod, scrapedAt, counts)),
    unread: {},
  };
}

/** The last scrape of a pod before an instant; `null` where there is none that is new enough to be told. */
function lastScrape(
  { holes }: SimState,
  { readyAt, goneAt, revision }: SimPod,
  at: number,
  scrapeMs: number,
): number | null {
  if (readyAt === null || revision === null) return null;
  const until = goneAt === null ? at : Math.min(at, goneAt);
  let scrapedAt = Math.floor(until / scrapeMs) * scrapeMs;
  for (const hole of holes) {
    if (scrapedAt >= hole.from && scrapedAt < hole.to)
      scrapedAt = Math.floor((hole.from - 1) / scrapeMs) * scrapeMs;
  }
  // Prometheus tells what it has for five minutes, and not at all once its target is gone.
  const isTold = scrapedAt >= readyAt && (goneAt === null || at <= goneAt);
  return isTold && at - scrapedAt < 5 * MINUTE_MS ? scrapedAt : null;
}

function requestsOf(state: SimState, pod: SimPod, at: number): RequestCount[] {
  const { all, bad } = countsOf(state, pod, at);
  const isGateway = namespaceOf(state, pod.namespace)?.workloads.some(
    ({ name, templateRev }) => name === pod.workload && templateRev !== null,
  );
  // Everybody has callers of his own, so that one's trouble is not another's.
  const labels = {
    pod: nameOf(pod),
    reporter: isGateway ? ('source' as const) : ('destination' as const),
    sourceWorkload: isGateway ? pod.workload : 'caller',
    sourceNamespace: isGateway ? pod.namespace : `callers-of-${pod.namespace}`,
    destinationNamespace: isGateway ? `behind-${pod.namespace}` : pod.namespace,
    responseFlags: '-',
    grpcStatus: '',
    security: isGateway ? 'unknown' : 'mutual_tls',
  };
  return [
    { ...labels, responseCode: '200', value: all - bad },
    ...(bad > 0 ? [{ ...labels, responseCode: '503', value: bad }] : []),
  ];
}

/** A simulated team counts its requests: they fail it as they fail everybody. */
function ownOf(state: SimState, pod: SimPod, at: number, counts: readonly CountSpec[]): OwnCount[] {
  const { all, bad } = countsOf(state, pod, at);
  const owner = { namespace: pod.namespace, pod: nameOf(pod) };
  return counts.map(({ name }) => ({ name, ...owner, bad, all }));
}

function durationOf(state: SimState, pod: SimPod, at: number): DurationCount {
  const { all, slow } = countsOf(state, pod, at);
  return { pod: nameOf(pod), destinationNamespace: pod.namespace, all, fast: all - slow };
}

interface Counts {
  readonly all: number;
  readonly bad: number;
  readonly slow: number;
}

/** Counters of a pod at an instant: they only grow, and are what its minutes were, whenever one asks. */
function countsOf({ traffic, conditions }: SimState, pod: SimPod, at: number): Counts {
  if (traffic === null || pod.readyAt === null) return { all: 0, bad: 0, slow: 0 };
  const harms = conditions.harms.filter(
    ({ namespace, revision }) => namespace === pod.namespace && revision === pod.revision,
  );
  const from = pod.readyAt;
  const heard = answered(traffic, pod, at - from);
  const since = (harm: SimHarm) =>
    heard - answered(traffic, pod, Math.min(at - from, harm.afterMs));
  const harmed = (what: SimHarm['what']) =>
    harms.filter((one) => one.what === what).reduce((sum, one) => sum + since(one) * one.share, 0);
  const all = Math.floor(heard - harmed('silence'));
  return {
    all,
    bad: Math.min(all, Math.floor(heard * traffic.errors + harmed('errors'))),
    slow: Math.min(all, Math.floor(heard * traffic.slow + harmed('slow'))),
  };
}

/** How many requests a pod has answered after so long, by minutes that are uneven and yet always the same. */
function answered({ seed, perMinute }: SimTraffic, pod: SimPod, ms: number): number {
  const minutes = Math.max(0, ms) / MINUTE_MS;
  const minute = Math.floor(minutes);
  const uneven = (k: number) => (k === 0 ? 0 : UNEVEN * chance(seed, pod.uid, k));
  const [before, after] = [minute + uneven(minute), minute + 1 + uneven(minute + 1)];
  return perMinute * (before + (after - before) * (minutes - minute));
}

function nameOf({ namespace, name }: SimPod): string {
  return `${namespace}/${name}`;
}
