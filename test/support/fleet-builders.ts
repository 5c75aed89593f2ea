import { known, type Fact } from '../../lib/rollout/fact';
import type { ClusterFact, ClusterState } from '../../lib/rollout/fleet/cluster-fact';
import type { Crossing } from '../../lib/rollout/fleet/crossing';
import type { PeerRollout } from '../../lib/rollout/fleet/cluster-fact';
import type { Observation } from '../../lib/rollout/observation';
import type { FrozenPlan, RolloutRecord } from '../../lib/rollout/record';
import { anObservation, aGatewayWave, aRecord, AT, FROM, TO } from './rollout-builders';

/** The clusters of the mesh: the rollout is in the first of the second group. */
export const CLUSTERS = {
  self: 'us-1',
  groups: [['eu-1'], ['us-1', 'us-2']],
  atOnce: 1,
} as const;

/** A wave of the gateway that other clusters come in by. */
export const EAST_WEST = {
  ...aGatewayWave(),
  name: 'east-west',
  stepOf: 'east-west',
  gateways: [{ namespace: 'gateways', name: 'eastwest' }],
  coverage: 90,
} as const;

/** A rollout of one of several clusters. */
export function aFleetRecord(
  changes: Partial<RolloutRecord> = {},
  plan: Partial<FrozenPlan> = {},
): RolloutRecord {
  const record = aRecord(changes);
  return { ...record, plan: { ...record.plan, clusters: CLUSTERS, ...plan } };
}

/** The rollout of another cluster, which has moved everything. */
export function aPeer(changes: Partial<PeerRollout> = {}): PeerRollout {
  return {
    from: FROM,
    to: TO,
    phase: 'retaining',
    installed: true,
    moved: true,
    whole: true,
    retained: true,
    turnedBack: null,
    ...changes,
  };
}

/** Another cluster of ten proxies. */
export function aCluster(
  name: string,
  rollout: PeerRollout | null = aPeer(),
  changes: Partial<ClusterState> = {},
): ClusterFact {
  const proxies = { total: 10, moved: 10 };
  return {
    name,
    state: known({ rollout, proxies, crossing: null, traffic: null, ...changes }, AT),
  };
}

/** What the proxies of a cluster saw: a hundred requests that `us-1` answered. */
export function aCrossing(changes: Partial<Crossing> = {}, at = AT): Fact<Crossing> {
  return known(
    { windowMs: 10_000, answered: { 'us-1': 100 }, lost: 0, sentBy: {}, ...changes },
    at,
  );
}

/** What one cluster sees, with the others as given. */
export function seeing(clusters: readonly ClusterFact[]): Observation {
  return anObservation({ clusters: known(clusters, AT) });
}
