import { newProgress } from '../../lib/rollout/wave-progress';
import { known } from '../../lib/rollout/fact';
import type {
  AlertFact,
  DurationCount,
  MetricsFact,
  MetricsSnapshot,
  RequestCount,
} from '../../lib/rollout/metrics/metrics-fact';
import { metricsPlan, type MetricsSpec } from '../../lib/rollout/metrics/metrics-spec';
import { metricsQuestion } from '../../lib/rollout/metrics/metrics-question';
import { waveTraffic, type WaveTraffic } from '../../lib/rollout/metrics/wave-traffic';
import type { Observation } from '../../lib/rollout/observation';
import type { FrozenWave, RolloutRecord, WaveProgress } from '../../lib/rollout/record';
import { aNamespaceWave, anObservation, aRecord } from './rollout-builders';

/** The instant of a look. The wave was released ten minutes ago and has been warm for longer than a window. */
export const NOW = 10_080_000;
export const WINDOW_MS = 300_000;
export const RELEASED_AT = NOW - 600_000;
export const HEALTHY_SINCE = NOW - 500_000;

/** From when what the wave is judged by was counted: its warm-up is over, and a minute begins. */
export const COUNTED_FROM = NOW - 360_000;

/** Wave `web` (namespace shop) is being moved, wave `later` (bank) has not been yet. */
export const WEB = aNamespaceWave('web', ['shop']);
export const LATER = aNamespaceWave('later', ['bank']);

/** What is known of wave `web`. */
export function aProgress(changes: Partial<WaveProgress> = {}): WaveProgress {
  return { ...newProgress(RELEASED_AT), istiods: {}, healthySince: HEALTHY_SINCE, ...changes };
}

export function aMetricsRecord(
  metrics: MetricsSpec = {},
  { waves = [WEB, LATER], ...changes }: { waves?: FrozenWave[] } & Partial<RolloutRecord> = {},
): RolloutRecord {
  return aRecord({
    plan: { ...aRecord().plan, waves, metrics: metricsPlan(metrics) },
    progress: [aProgress()],
    ...changes,
  });
}

/** A good request from namespace front that pod shop/cart-1 received. */
export function aCount(changes: Partial<RequestCount> = {}): RequestCount {
  return {
    pod: 'shop/cart-1',
    reporter: 'destination',
    sourceWorkload: 'web',
    sourceNamespace: 'front',
    destinationNamespace: 'shop',
    responseCode: '200',
    responseFlags: '-',
    grpcStatus: '',
    security: 'mutual_tls',
    value: 1,
    ...changes,
  };
}

/** Requests to a namespace as its proxies count them, some of them bad. */
export function received(namespace: string, all: number, bad = 0): RequestCount[] {
  const one = { pod: `${namespace}/cart-1`, destinationNamespace: namespace };
  return [
    aCount({ ...one, value: all - bad }),
    aCount({ ...one, responseCode: '503', value: bad }),
  ];
}

/** The same from a caller of its own, so that it has nothing to do with other namespaces. */
export function receivedApart(namespace: string, all: number, bad = 0): RequestCount[] {
  return received(namespace, all, bad).map((one) => ({
    ...one,
    sourceNamespace: `caller-of-${namespace}`,
  }));
}

export function aDuration(namespace: string, all: number, slow: number | null): DurationCount {
  return {
    pod: `${namespace}/cart-1`,
    destinationNamespace: namespace,
    all,
    fast: slow === null ? null : all - slow,
  };
}

/** What was counted within one window. */
export interface Seen {
  readonly requests?: readonly RequestCount[];
  readonly durations?: readonly DurationCount[];
}

export function aSnapshot(at: number, changes: Partial<MetricsSnapshot> = {}): MetricsSnapshot {
  const scraped = { 'shop/cart-1': at, 'shop/cart-2': at };
  return {
    at,
    requests: [],
    durations: [],
    scraped,
    certificates: {},
    own: [],
    unread: {},
    ...changes,
  };
}

/** A fact with what was counted now and in the window before the wave, as much in each minute. */
export function aFact(
  {
    now = {},
    before = {},
    alerts = [],
  }: { now?: Seen; before?: Seen; alerts?: readonly AlertFact[] } = {},
  record = aMetricsRecord(),
): MetricsFact {
  const pods = [now, before]
    .flatMap(({ requests = [], durations = [] }) => [...requests, ...durations])
    .map(({ pod }) => pod);
  const { instants } = metricsQuestion(record, NOW) ?? { instants: [NOW] };
  return {
    at: NOW,
    snapshots: instants.map((instant) => {
      const scraped = Object.fromEntries(
        ['shop/cart-1', 'shop/cart-2', 'ingress/gateway-1', ...pods].map((pod) => [pod, instant]),
      );
      const [seen, from, to] =
        instant <= RELEASED_AT
          ? [before, RELEASED_AT - WINDOW_MS, RELEASED_AT]
          : [now, COUNTED_FROM, NOW];
      const done = Math.min(1, Math.max(0, (instant - from) / (to - from)));
      return aSnapshot(instant, { scraped, ...partOf(seen, done) });
    }),
    alerts,
  };
}

/** What was counted when some of the time was over, from 0 to 1. */
function partOf({ requests = [], durations = [] }: Seen, done: number): Seen {
  return {
    requests: requests.map((one) => ({ ...one, value: Math.round(one.value * done) })),
    durations: durations.map((one) => ({
      ...one,
      all: Math.round(one.all * done),
      fast: one.fast === null ? null : Math.round(one.fast * done),
    })),
  };
}

/** A well cluster, and what Prometheus says of it. */
export function seenBy(fact: MetricsFact, changes: Partial<Observation> = {}): Observation {
  return anObservation({ metrics: known(fact, NOW), ...changes });
}

/** The traffic of wave `web` in a fact. */
export function trafficOf(fact: MetricsFact, record = aMetricsRecord()): WaveTraffic {
  const read = waveTraffic(record, record.plan.waves[0]!, seenBy(fact));
  if (read.kind !== 'counted') throw new Error(`no traffic: ${read.kind}`);
  return read.traffic;
}
