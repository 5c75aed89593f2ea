import { known, unknown, type Fact } from '../fact';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import type { ClusterFact } from './cluster-fact';

/** The other clusters of the mesh, in their order: one that was not looked at is unknown. None where the mesh is in one cluster. */
export function clustersOf(
  { plan }: RolloutRecord,
  { clusters, at }: Observation,
): Fact<readonly ClusterFact[]> {
  if (plan.clusters === undefined) return known([], at);
  if (clusters === null) return unknown('the other clusters of the mesh were not looked at', at);
  if (!clusters.known) return clusters;
  const { self, groups } = plan.clusters;
  const found = new Map(clusters.value.map((fact) => [fact.name, fact]));
  const others = groups.flat().filter((name) => name !== self);
  return known(
    others.map(
      (name) => found.get(name) ?? { name, state: unknown('it was not looked at', clusters.at) },
    ),
    clusters.at,
  );
}
