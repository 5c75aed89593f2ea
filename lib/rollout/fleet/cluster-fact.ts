import type { Fact } from '../fact';
import type { Phase } from '../phase';
import type { Crossing } from './crossing';

/** What other clusters need to know of a cluster's rollout. */
export interface PeerRollout {
  readonly from: string;
  readonly to: string;
  readonly phase: Phase;
  /** Whether `to` is installed and was seen to serve, and the cluster did not turn back from it. */
  readonly installed: boolean;
  /** Whether every wave that does not wait for coverage is proved and has soaked. */
  readonly moved: boolean;
  /** Whether every wave is proved, those that wait for coverage too. */
  readonly whole: boolean;
  /** Whether every wave is proved, and `from` was kept for its time. */
  readonly retained: boolean;
  /** When it turned back, epoch milliseconds, and why; `null` where it did not. */
  readonly turnedBack: { readonly at: number; readonly reason: string } | null;
}

/**
 * How many of a cluster's proxies are where. Those of the gateways that the rollout moves are not among them: their old generations
 * stay until all is over, and some wait for this very count.
 */
export interface ProxyCount {
  readonly total: number;
  /** Injected by the revision that the rollout moves to, in a patch at its version. */
  readonly moved: number;
}

/** How many requests went from a cluster's pods to other clusters lately. */
export interface TrafficCount {
  readonly total: number;
  /** Sent by pods that the revision injected which the rollout moves to. */
  readonly moved: number;
}

/** What another cluster of the mesh says of itself. */
export interface ClusterState {
  /** Its rollout; `null` where it never had one. */
  readonly rollout: PeerRollout | null;
  /** `null` without a rollout, which says what counts as moved. */
  readonly proxies: ProxyCount | null;
  /** What its proxies see of their requests; `null` where it has no Prometheus, or no rollout that judges metrics. */
  readonly crossing: Fact<Crossing> | null;
  /** What of that went to other clusters, by where its senders have moved; `null` as `crossing` is. */
  readonly traffic: Fact<TrafficCount> | null;
}

/** Another cluster of the mesh, as it was seen last; one that cannot be asked is unknown. */
export interface ClusterFact {
  readonly name: string;
  readonly state: Fact<ClusterState>;
}
