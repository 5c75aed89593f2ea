import type { Observation } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import { countBetween, type Counted } from './count-requests';
import type { MetricsFact } from './metrics-fact';
import type { MetricsPlan } from './metrics-spec';
import { waveWindows, type Window } from './wave-windows';

/** What a wave's users felt, now and before it was released. */
export interface WaveTraffic {
  readonly limits: MetricsPlan;
  /** Whether this wave is being moved now; the others have proved themselves, and only a breach counts. */
  readonly isProving: boolean;
  readonly now: Counted;
  readonly before: Counted;
  readonly metrics: MetricsFact;
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
  const created = new Map(pods.value.map((pod) => [`${pod.namespace}/${pod.name}`, pod.createdAt]));
  const count = ({ from, to }: Window) => {
    const [before, after] = [from, to].map((at) =>
      metrics.value.snapshots.find((snapshot) => snapshot.at === at),
    );
    if (before === undefined || after === undefined) return null;
    return countBetween(before, after, (pod) => created.get(pod) ?? null);
  };
  const [now, before] = [count(windows.now), count(windows.before)];
  if (now === null || before === null) {
    return { kind: 'early', message: `the window of wave ${wave.name} was not asked for yet` };
  }
  const isProving = record.phase === 'moving' && index === record.released - 1;
  return { kind: 'counted', traffic: { limits, isProving, now, before, metrics: metrics.value } };
}
