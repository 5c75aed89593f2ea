import { toSnapshot } from '../../lib/cluster/prometheus/to-snapshot';
import type { Sample } from '../../lib/cluster/prometheus/parse-answer';
import type { MetricsSnapshot } from '../../lib/rollout/metrics/metrics-fact';

/** Everything happens at whole ticks, so that proxies are scraped one after another and looks fall between scrapes. */
export const TICK_SECONDS = 5;
export const SCRAPE_TICKS = 3;
export const TICK_MS = TICK_SECONDS * 1000;
const SLOWER_THAN_MS = 500;

/** As long as an instant query looks back for a sample. */
const LOOKBACK_TICKS = 60;

/** A pod with a proxy; all times in ticks. */
export interface ProxyTrace {
  readonly namespace: string;
  readonly pod: string;
  /** From 0 to 2: when within a scrape interval it is scraped. */
  readonly phase: number;
  readonly born: number;
  readonly dies?: number;
  /** When its process starts anew, with every counter at zero. */
  readonly restarts?: readonly number[];
  readonly isScrapeLost?: (tick: number) => boolean;
  /** Seconds that its certificate is still valid. */
  readonly certificate?: (tick: number) => number;
}

/** Requests that a proxy counts in one tick, under some labels; fractions add up. */
export interface Counting {
  readonly labels: Readonly<Record<string, string>>;
  readonly count: number;
  /** How many of them are slower than the edge; only a receiver says. */
  readonly slow?: number;
}

/** What happens to a mesh, until its last tick. */
export interface MeshTrace {
  readonly ticks: number;
  readonly proxies: readonly ProxyTrace[];
  readonly traffic: (proxy: ProxyTrace, tick: number) => readonly Counting[];
  /** When the root certificate of a tick expires, in seconds. */
  readonly rootExpiresAt?: (tick: number) => number;
  /** Whether nothing at all is scraped. */
  readonly isPrometheusDown?: (tick: number) => boolean;
}

/** One series as Prometheus has it: a value, a marker that it ended, or nothing, at each tick. */
export interface StoredSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: (number | 'stale' | null)[];
}

/** Plays a trace and keeps what Prometheus would have scraped of it. */
export class ScrapedMesh {
  readonly trace: MeshTrace;
  private readonly stored = new Map<string, StoredSeries>();
  private readonly counters = new Map<string, Map<string, Counting & { slow: number }>>();
  private readonly shown = new Map<string, Set<string>>();

  constructor(trace: MeshTrace) {
    this.trace = trace;
    for (let tick = 0; tick <= trace.ticks; tick++) this.play(tick);
  }

  get series(): readonly StoredSeries[] {
    return [...this.stored.values()];
  }

  /** Pods that live at a tick. */
  living(tick: number): readonly ProxyTrace[] {
    return this.trace.proxies.filter((proxy) => lives(proxy, tick));
  }

  /** What the gates' queries answer at a tick. @see metricsQueries */
  snapshot(tick: number, namespaces: readonly string[], senders: readonly string[]) {
    return snapshotOf(this.series, tick, namespaces, senders);
  }

  private play(tick: number): void {
    const { proxies, traffic, isPrometheusDown, rootExpiresAt } = this.trace;
    const isDown = isPrometheusDown?.(tick) === true;
    for (const proxy of proxies) {
      const id = `${proxy.namespace}/${proxy.pod}`;
      if (proxy.restarts?.includes(tick) === true) this.counters.delete(id);
      if (lives(proxy, tick)) for (const one of traffic(proxy, tick)) this.count(id, one);
      if (isDown) continue;
      if (proxy.dies === tick) this.end(id, tick, () => true);
      else if (lives(proxy, tick) && tick % SCRAPE_TICKS === proxy.phase) this.scrape(proxy, tick);
    }
    if (rootExpiresAt !== undefined && !isDown && tick % SCRAPE_TICKS === 0) {
      const labels = { namespace: 'istio-system', pod: 'istiod-1' };
      const metric = 'citadel_server_root_cert_expiry_timestamp';
      this.put('istiod', metric, labels, tick, rootExpiresAt(tick));
    }
  }

  private count(id: string, { labels, count, slow = 0 }: Counting): void {
    const own = this.counters.get(id) ?? new Map<string, Counting & { slow: number }>();
    this.counters.set(id, own);
    const key = JSON.stringify(labels);
    const before = own.get(key);
    own.set(key, {
      labels,
      count: count + (before?.count ?? 0),
      slow: slow + (before?.slow ?? 0),
    });
  }

  private scrape(proxy: ProxyTrace, tick: number): void {
    const { namespace, pod } = proxy;
    const id = `${namespace}/${pod}`;
    const target = { namespace, pod, instance: `${pod}:15020`, job: 'kubernetes-pods' };
    const isLost = proxy.isScrapeLost?.(tick) === true;
    const found = new Set<string>();
    const put = (metric: string, labels: Readonly<Record<string, string>>, value: number) =>
      found.add(this.put(id, metric, { ...target, ...labels }, tick, value));
    put('up', {}, isLost ? 0 : 1);
    if (!isLost) {
      put('istio_build', { component: 'proxy', tag: '1.31.0' }, 1);
      const left = proxy.certificate?.(tick) ?? 86_400;
      put('istio_agent_cert_expiry_seconds', { resource_name: 'default' }, left);
      for (const { labels, count, slow } of this.counters.get(id)?.values() ?? []) {
        const all = Math.floor(count);
        // A proxy shows nothing of what it has not counted yet.
        if (all === 0) continue;
        put('istio_requests_total', labels, all);
        if (labels['reporter'] !== 'destination') continue;
        const histogram = 'istio_request_duration_milliseconds';
        put(`${histogram}_count`, labels, all);
        const edge = { ...labels, le: `${SLOWER_THAN_MS}.0` };
        put(`${histogram}_bucket`, edge, all - Math.min(all, Math.floor(slow)));
      }
    }
    this.end(id, tick, (key) => !found.has(key));
  }

  private put(
    id: string,
    metric: string,
    labels: Readonly<Record<string, string>>,
    tick: number,
    value: number,
  ): string {
    const key = JSON.stringify([metric, labels]);
    const series = this.stored.get(key) ?? {
      metric,
      labels,
      points: Array.from({ length: this.trace.ticks + 1 }, () => null),
    };
    this.stored.set(key, series);
    series.points[tick] = value;
    this.shown.set(id, (this.shown.get(id) ?? new Set()).add(key));
    return key;
  }

  /** Marks series of a target that a scrape did not show any more. */
  private end(id: string, tick: number, isGone: (key: string) => boolean): void {
    const shown = this.shown.get(id) ?? new Set<string>();
    for (const key of [...shown].filter(isGone)) {
      const series = this.stored.get(key);
      if (series !== undefined) series.points[tick] = 'stale';
      shown.delete(key);
    }
  }
}

function lives({ born, dies }: ProxyTrace, tick: number): boolean {
  return tick >= born && (dies === undefined || tick < dies);
}

/** A series as `promtool test rules` reads it. */
export function promtoolSeries({ metric, labels, points }: StoredSeries) {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return {
    series: `${metric}{${pairs.join(',')}}`,
    values: points.map((point) => (point === null ? '_' : String(point))).join(' '),
  };
}

interface Found {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly at: number;
}

/** An instant query for one metric. */
function instant(
  series: readonly StoredSeries[],
  tick: number,
  metric: string,
  isWanted: (labels: Readonly<Record<string, string>>) => boolean,
): Found[] {
  return series
    .filter((one) => one.metric === metric && isWanted(one.labels))
    .flatMap(({ labels, points }) => {
      for (let at = tick; at >= 0 && at > tick - LOOKBACK_TICKS; at--) {
        const point = points[at];
        if (point === 'stale') return [];
        if (typeof point === 'number') return { labels, value: point, at };
      }
      return [];
    });
}

const REQUEST_LABELS = [
  'namespace',
  'pod',
  'reporter',
  'source_workload',
  'source_workload_namespace',
  'destination_service',
  'destination_workload_namespace',
  'response_code',
  'response_flags',
  'grpc_response_status',
  'connection_security_policy',
];

function sumBy(names: readonly string[], found: readonly Found[]): Sample[] {
  const sums = new Map<string, { labels: Record<string, string>; value: number }>();
  for (const { labels, value } of found) {
    const kept = Object.fromEntries(
      names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])),
    ) as Record<string, string>;
    const key = JSON.stringify(kept);
    sums.set(key, { labels: kept, value: value + (sums.get(key)?.value ?? 0) });
  }
  return [...sums.values()];
}

function snapshotOf(
  series: readonly StoredSeries[],
  tick: number,
  namespaces: readonly string[],
  senders: readonly string[],
): MetricsSnapshot {
  type Labels = Readonly<Record<string, string>>;
  const ask = (metric: string, isWanted: (labels: Labels) => boolean) =>
    instant(series, tick, metric, isWanted);
  const isReceiver = (labels: Labels) =>
    labels['reporter'] === 'destination' &&
    namespaces.includes(labels['destination_workload_namespace'] ?? '');
  const service = new RegExp(`^.+\\.(${namespaces.join('|')})\\.svc\\..+$`);
  const isAsked = (labels: Labels) =>
    ['source', 'waypoint'].includes(labels['reporter'] ?? '') &&
    service.test(labels['destination_service'] ?? '');
  const isSender = (labels: Labels) =>
    labels['reporter'] === 'source' && senders.includes(labels['source_workload_namespace'] ?? '');
  const durationLabels = ['namespace', 'pod', 'destination_workload_namespace'];
  const histogram = 'istio_request_duration_milliseconds';
  const isEdge = ({ le }: Labels) => le === `${SLOWER_THAN_MS}.0` || le === String(SLOWER_THAN_MS);
  return toSnapshot(tick * TICK_MS, {
    requests: [isReceiver, isAsked, isSender].flatMap((isWanted) =>
      sumBy(REQUEST_LABELS, ask('istio_requests_total', isWanted)),
    ),
    durations: sumBy(durationLabels, ask(`${histogram}_count`, isReceiver)),
    durationsWithin: sumBy(
      durationLabels,
      ask(`${histogram}_bucket`, (labels) => isReceiver(labels) && isEdge(labels)),
    ),
    scraped: ask('istio_build', ({ component }) => component === 'proxy').map(({ labels, at }) => ({
      labels,
      value: at * TICK_SECONDS,
    })),
    certificates: ask(
      'istio_agent_cert_expiry_seconds',
      ({ resource_name }) => resource_name === 'default',
    ),
  });
}
