import type { Observation } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import type { ClusterFact } from './cluster-fact';
import { clustersOf } from './clusters-of';
import type { ClustersPlan } from './clusters-spec';
import { coverageOf, coverageText, isCovered } from './coverage';
import { isOfSameRollout } from './is-of-same-rollout';

/** What another cluster has to have done: moved its own waves, or every wave. */
type Step = 'moved' | 'whole';

/**
 * Why a wave of this cluster has to wait for others; `null` when it does not. Waves of its own wait for the clusters of the groups
 * before it, and for those before it in its group while as many move as may at once. Gateways with a coverage wait until all clusters
 * together have it, and then move one cluster after the other, as many at once.
 */
export function clusterHold(
  record: RolloutRecord,
  observation: Observation,
  wave: FrozenWave,
): string | null {
  const others = clustersOf(record, observation);
  if (!others.known) return others.reason;
  const { clusters } = record.plan;
  if (wave.kind !== 'gateway' || wave.coverage === undefined) {
    return clusters === undefined ? null : turnHold(record, clusters, others.value);
  }
  const uncovered = coverageHold(record, observation, wave.coverage);
  if (uncovered !== null || clusters === undefined) return uncovered;
  return orderHold(record, clusters, others.value, clusters.groups.flat(), 'whole');
}

function turnHold(
  record: RolloutRecord,
  clusters: ClustersPlan,
  others: readonly ClusterFact[],
): string | null {
  const { self, groups } = clusters;
  const own = groups.findIndex((group) => group.includes(self));
  const first = notDone(record, others, groups.slice(0, own).flat(), 'moved');
  if (first.length > 0) return `groups of clusters before its own have not moved: ${texts(first)}`;
  return orderHold(record, clusters, others, groups[own] ?? [], 'moved');
}

/** Which clusters move at once follows from their order alone, so two that look at the same moment never take the same turn. */
function orderHold(
  record: RolloutRecord,
  { self, atOnce }: ClustersPlan,
  others: readonly ClusterFact[],
  order: readonly string[],
  step: Step,
): string | null {
  const before = notDone(record, others, order.slice(0, order.indexOf(self)), step);
  if (before.length < atOnce) return null;
  return `at most ${String(atOnce)} at once, and first in the order are ${texts(before)}`;
}

function coverageHold(
  record: RolloutRecord,
  observation: Observation,
  wanted: number,
): string | null {
  const coverage = coverageOf(record, observation);
  if (!coverage.known) return coverage.reason;
  if (isCovered(coverage.value, wanted)) return null;
  return `${coverageText(coverage.value, record.plan.to)}, and it moves at ${String(wanted)} %`;
}

function notDone(
  record: RolloutRecord,
  others: readonly ClusterFact[],
  names: readonly string[],
  step: Step,
): readonly ClusterFact[] {
  return others.filter(({ name, state }) => {
    if (!names.includes(name)) return false;
    const rollout = state.known ? state.value.rollout : null;
    return !isOfSameRollout(rollout, record) || !rollout[step];
  });
}

function texts(facts: readonly ClusterFact[]): string {
  return facts.map(textOf).join(', ');
}

function textOf({ name, state }: ClusterFact): string {
  if (!state.known) return `${name} (cannot be asked: ${state.reason})`;
  return `${name} (${state.value.rollout?.phase ?? 'not begun'})`;
}
