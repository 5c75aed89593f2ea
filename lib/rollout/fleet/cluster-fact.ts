import type { Fact } from '../fact';
import type { Crossing } from './crossing';
import type { PeerRollout } from './peer-rollout';
import type { ProxyCount } from './proxy-count';

/** What another cluster of the mesh says of itself. */
export interface ClusterState {
  /** Its rollout; `null` where it never had one. */
  readonly rollout: PeerRollout | null;
  /** `null` without a rollout, which says what counts as moved. */
  readonly proxies: ProxyCount | null;
  /** What its proxies see of their requests; `null` where it has no Prometheus, or no rollout that judges metrics. */
  readonly crossing: Fact<Crossing> | null;
}

/** Another cluster of the mesh, as it was seen last; one that cannot be asked is unknown. */
export interface ClusterFact {
  readonly name: string;
  readonly state: Fact<ClusterState>;
}
