import type { Observation, PodFact } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import { remembered } from '../remembered';
import { namespaceNames } from '../wave-members';
import { countBetween, type Counted } from './count-requests';
import type { MetricsFact, MetricsSnapshot, RequestCount } from './metrics-fact';
import { freshMs, type MetricsPlan } from './metrics-spec';
import { waveWindows, type WaveWindows } from './wave-windows';

/** What a wave's users felt, now and before it was released. */
export interface WaveTraffic {
  readonly limits: MetricsPlan;
  /** The revision that the rollout leaves: what a gateway's new generation is compared with is its old one. */
  readonly leaving: string;
  /** Whether this wave is being moved now; the others have proved themselves, and only a breach counts. */
  readonly isProving: boolean;
  /** The newest minutes since the wave is well, oldest first, those of its warm-up among them; before those longer times. */
  readonly recent: readonly Counted[];
  /** From where counts are evidence, epoch milliseconds. */
  readonly from: number;
  /** Minutes since the warm-up ended. */
  readonly minutes: number;
  /** The minutes before the wave was released; before those longer times. */
  readonly before: readonly Counted[];
  /** What Prometheus had when the evidence began, and has now. */
  readonly ends: readonly [MetricsSnapshot, MetricsSnapshot];
  /** What Prometheus had when the wave was released. */
  readonly released: MetricsSnapshot;
  /** When the pods that are there now were created, epoch milliseconds, by `<namespace>/<name>`. */
  readonly created: ReadonlyMap<string, number>;
  /** Whether the wave was measured before it was released; else its silence then says nothing. */
  readonly hasBaseline: boolean;
}

/** The traffic of a wave, or why there is nothing to judge yet. */
export type TrafficResult =
  | { readonly kind: 'counted'; readonly traffic: WaveTraffic }
  /** The wave is not healthy yet, warms up, or its window is too short. */
  | { readonly kind: 'early'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What was counted and is evidence, oldest first. */
export function evidenceTimes({ recent, from }: WaveTraffic): readonly Counted[] {
  return recent.filter((one) => one.from >= from);
}

/** What was counted since a wave was released, its restart included, of those requests that are wanted. */
export function countSince(
  { released, ends, created, limits }: WaveTraffic,
  isWanted: (request: RequestCount) => boolean,
): Counted {
  return countBetween(
    only(released, isWanted),
    only(ends[1], isWanted),
    (pod) => created.get(pod) ?? null,
    freshMs(limits),
  );
}

/** Picks out of an observation what Prometheus said of a wave. */
export function waveTraffic(
  record: RolloutRecord,
  wave: FrozenWave,
  observation: Observation,
): TrafficResult {
  const { metrics: limits, waves } = record.plan;
  const { metrics, pods } = observation;
  if (limits === null || metrics === null) {
    return { kind: 'unreadable', reason: 'no metrics were asked for' };
  }
  if (!metrics.known) return { kind: 'unreadable', reason: metrics.reason };
  if (!pods.known) return { kind: 'unreadable', reason: pods.reason };
  const index = waves.findIndex(({ name }) => name === wave.name);
  const windows = waveWindows(record, index, metrics.value.at);
  if (windows === null) return { kind: 'unreadable', reason: `wave ${wave.name} is not released` };
  if (windows.from === null) {
    return { kind: 'early', message: `wave ${wave.name} warms up for ${limits.warmUpSeconds} s` };
  }
  const read = snapshotsOf(windows, windows.from, metrics.value);
  if (read === null) {
    return { kind: 'early', message: `the window of wave ${wave.name} was not asked for yet` };
  }
  const { edges, before, released, start, end } = read;
  const created = createdOf(pods.value);
  const count: Count = (from, to) =>
    countBetween(from, to, (pod) => created.get(pod) ?? null, freshMs(limits));
  const isProving = record.phase === 'moving' && index === record.released - 1;
  const isWhole = (snapshot: MetricsSnapshot) => isMeasured(wave, snapshot, freshMs(limits));
  return {
    kind: 'counted',
    traffic: {
      limits,
      leaving: record.plan.from,
      isProving,
      recent: pairs(edges, isWhole, count),
      from: windows.from,
      minutes: windows.minutes,
      before: pairs(before, isWhole, count),
      ends: [start, end],
      released,
      created,
      hasBaseline: before.filter(isWhole).length > 1,
    },
  };
}

interface Snapshots {
  readonly edges: readonly MetricsSnapshot[];
  readonly before: readonly MetricsSnapshot[];
  readonly released: MetricsSnapshot;
  readonly start: MetricsSnapshot;
  readonly end: MetricsSnapshot;
}

function snapshotsOf(
  { edges, before }: WaveWindows,
  from: number,
  { snapshots, at }: MetricsFact,
): Snapshots | null {
  const byTime = new Map(snapshots.map((snapshot) => [snapshot.at, snapshot]));
  const found = (instants: readonly number[]) =>
    instants.flatMap((instant) => byTime.get(instant) ?? []);
  const [start, end] = [byTime.get(Math.max(from, edges[0] ?? 0)), byTime.get(at)];
  const all = { edges: found(edges), before: found(before) };
  const released = all.before.at(-1);
  if (start === undefined || end === undefined || released === undefined) return null;
  const isWhole = all.edges.length === edges.length && all.before.length === before.length;
  return isWhole ? { ...all, released, start: byTime.get(from) ?? start, end } : null;
}

function only(
  snapshot: MetricsSnapshot,
  isWanted: (request: RequestCount) => boolean,
): MetricsSnapshot {
  return { ...snapshot, requests: snapshot.requests.filter(isWanted), durations: [], own: [] };
}

type Count = (from: MetricsSnapshot, to: MetricsSnapshot) => Counted;
type IsWhole = (snapshot: MetricsSnapshot) => boolean;

/** What was counted from each snapshot to the next. Over one that was not measured it is counted in one piece: counters only grow. */
function pairs(snapshots: readonly MetricsSnapshot[], isWhole: IsWhole, count: Count): Counted[] {
  const whole = snapshots.filter(isWhole);
  return whole.slice(1).flatMap((to, index) => {
    const from = whole[index];
    return from === undefined ? [] : [count(from, to)];
  });
}

/** Every wave asks for them. */
const createdOf = remembered(
  (pods: readonly PodFact[]): ReadonlyMap<string, number> =>
    new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod.createdAt])),
);

/** Whether any proxy of a wave's namespaces was scraped then: which pods it had is not known any more. */
function isMeasured(wave: FrozenWave, snapshot: MetricsSnapshot, fresh: number): boolean {
  const newest = newestScrapes(snapshot);
  return namespaceNames(wave).some((name) => {
    const scrapedAt = newest.get(name);
    return scrapedAt !== undefined && scrapedAt >= snapshot.at - fresh;
  });
}

/** When the last proxy of each namespace was scraped, epoch milliseconds. */
const newestScrapes = remembered(({ scraped }: MetricsSnapshot): ReadonlyMap<string, number> => {
  const newest = new Map<string, number>();
  for (const [pod, at] of Object.entries(scraped)) {
    const namespace = pod.slice(0, pod.indexOf('/'));
    newest.set(namespace, Math.max(at, newest.get(namespace) ?? at));
  }
  return newest;
});
