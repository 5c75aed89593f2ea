import type { Observation } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import { namespaceNames } from '../wave-members';
import { countBetween, isScraped, type Counted } from './count-requests';
import type { MetricsFact, MetricsSnapshot } from './metrics-fact';
import { freshMs, type MetricsPlan } from './metrics-spec';
import { waveWindows, type Window } from './wave-windows';

/** What a wave's users felt, now and before it was released. */
export interface WaveTraffic {
  readonly limits: MetricsPlan;
  /** Whether this wave is being moved now; the others have proved themselves, and only a breach counts. */
  readonly isProving: boolean;
  readonly now: Counted;
  readonly before: Counted;
  /** What Prometheus had at both ends of the window of now. */
  readonly ends: readonly [MetricsSnapshot, MetricsSnapshot];
  /** Whether the wave was measured before it was released; else its silence then says nothing. */
  readonly hasBaseline: boolean;
}

/** The traffic of a wave, or why there is nothing to judge yet. */
export type TrafficResult =
  | { readonly kind: 'counted'; readonly traffic: WaveTraffic }
  /** The wave is not healthy yet, warms up, or its window is too short. */
  | { readonly kind: 'early'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

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
  if (windows.now === null) {
    return { kind: 'early', message: `wave ${wave.name} warms up for ${limits.warmUpSeconds} s` };
  }
  const now = endsOf(windows.now, metrics.value);
  const before = endsOf(windows.before, metrics.value);
  if (now === null || before === null) {
    return { kind: 'early', message: `the window of wave ${wave.name} was not asked for yet` };
  }
  const created = new Map(pods.value.map((pod) => [`${pod.namespace}/${pod.name}`, pod.createdAt]));
  const count = ([start, end]: Ends) =>
    countBetween(start, end, (pod) => created.get(pod) ?? null, freshMs(limits));
  const isProving = record.phase === 'moving' && index === record.released - 1;
  return {
    kind: 'counted',
    traffic: {
      limits,
      isProving,
      now: count(now),
      before: count(before),
      ends: now,
      hasBaseline: before.every((end) => isMeasured(wave, end, freshMs(limits))),
    },
  };
}

type Ends = readonly [MetricsSnapshot, MetricsSnapshot];

function endsOf({ from, to }: Window, { snapshots }: MetricsFact): Ends | null {
  const [start, end] = [from, to].map((at) => snapshots.find((snapshot) => snapshot.at === at));
  return start === undefined || end === undefined ? null : [start, end];
}

/** Whether any proxy of a wave's namespaces was scraped then: which pods it had is not known any more. */
function isMeasured(wave: FrozenWave, snapshot: MetricsSnapshot, fresh: number): boolean {
  const namespaces = new Set(namespaceNames(wave));
  return Object.keys(snapshot.scraped).some(
    (pod) => namespaces.has(pod.slice(0, pod.indexOf('/'))) && isScraped(snapshot, pod, fresh),
  );
}
