import type { Observation, PodFact } from '../observation';
import type { FrozenWave } from '../record';
import { scopeOf } from '../wave-scope';
import { isScraped } from './count-requests';
import type { MetricsSnapshot } from './metrics-fact';
import { freshMs } from './metrics-spec';
import type { WaveTraffic } from './wave-traffic';

/** Of more than this share the silence of those that were not scraped could hide anything. */
export const UNSCRAPED = 0.1;

const ENOUGH = 1 - UNSCRAPED;

/** Whether the proxies of a wave were measured over the whole window. */
export type Measured =
  | { readonly kind: 'enough'; readonly value: string; readonly pods: readonly PodFact[] }
  | {
      readonly kind: 'too few';
      readonly value: string;
      readonly reason: string;
      /** Whether it was so when its window began, and is not now. */
      readonly isPast: boolean;
    };

/**
 * Looks at both ends of the window: what was not measured at its end is unknown, and of a pod that was not measured at its
 * start, though it lived then, nothing can be counted.
 */
export function measured(
  wave: FrozenWave,
  observation: Observation,
  { limits, ends: [start, end] }: WaveTraffic,
): Measured {
  const read = scopeOf(wave, observation);
  if (!read.known) return { kind: 'too few', value: 'unknown', reason: read.reason, isPast: false };
  const pods = read.scope.pods.filter((pod) => pod.ready && !pod.terminating);
  const older = pods.filter(({ createdAt }) => createdAt < start.at);
  for (const [expected, snapshot] of [
    [pods, end],
    [older, start],
  ] as const) {
    const found = expected.filter((pod) => has(snapshot, pod, freshMs(limits)));
    if (found.length >= expected.length * ENOUGH) continue;
    const when = snapshot === end ? 'within the last two scrapes' : 'when its window began';
    return {
      kind: 'too few',
      isPast: snapshot === start,
      value: `${found.length}/${expected.length} scraped`,
      reason: `Prometheus scraped ${found.length} of ${expected.length} proxies of wave ${wave.name} ${when}`,
    };
  }
  const scraped = pods.filter((pod) => has(end, pod, freshMs(limits)));
  return { kind: 'enough', value: `${scraped.length}/${pods.length} scraped`, pods };
}

function has(snapshot: MetricsSnapshot, { namespace, name }: PodFact, fresh: number): boolean {
  return isScraped(snapshot, `${namespace}/${name}`, fresh);
}
