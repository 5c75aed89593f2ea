import type { Observation } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import type { Crossing } from './crossing';
import { enteringClusters } from './entering';
import { awaitsCoverage } from './peer-rollout';

/** Requests that other networks sent, wherever they went, and those of them that one cluster answered. */
export interface Arrivals {
  readonly here: number;
  readonly all: number;
}

/** What the clusters of other networks say together. */
export function arrivalsOf(crossings: readonly Crossing[], self: string): Arrivals {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    here: sum(crossings.map(({ answered }) => answered[self] ?? 0)),
    all: sum(crossings.map(({ answered, lost }) => lost + sum(Object.values(answered)))),
  };
}

/** The share of them that is answered here, before the traffic of a wave moves; `null` where that is not known, or not asked. */
export function arrivalShare(
  record: RolloutRecord,
  wave: FrozenWave,
  observation: Observation,
): number | null {
  if (!awaitsCoverage(wave)) return null;
  const entering = enteringClusters(record, observation);
  if (!entering.known) return null;
  const seen: Crossing[] = [];
  for (const { state } of entering.value) {
    if (!state.known) return null;
    const { crossing } = state.value;
    if (crossing === null) continue;
    if (!crossing.known) return null;
    seen.push(crossing.value);
  }
  const { here, all } = arrivalsOf(seen, record.plan.clusters?.self ?? '');
  return all === 0 ? null : here / all;
}
