import { mapFact, type Fact } from '../fact';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import type { ClusterFact } from './cluster-fact';
import { clustersOf } from './clusters-of';

/** The clusters whose requests come in here by gateways alone. */
export function enteringClusters(
  record: RolloutRecord,
  observation: Observation,
): Fact<readonly ClusterFact[]> {
  const entering = record.plan.clusters?.entering;
  return mapFact(clustersOf(record, observation), (others) =>
    entering === undefined ? others : others.filter(({ name }) => entering.includes(name)),
  );
}
