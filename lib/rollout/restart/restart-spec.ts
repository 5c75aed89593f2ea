/** How fast workloads are restarted, on the way forward and on the way back. */
export interface RestartSpec {
  /**
   * At most this many workloads restart at once, over all waves. From 1.
   * @default 50
   */
  readonly maxWorkloads?: number;
  /**
   * At most this many pods start at once, counted by what the workloads' own strategies replace at a time. A workload that
   * replaces more than this restarts alone. From 1.
   * @default 20 for each ready istiod of the revision that they move to: an istiod with one core accepts so many new
   * connections a second, and keeps a proxy waiting for a second at most before it turns it away
   * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/features/tuning.go PILOT_MAX_REQUESTS_PER_SECOND
   */
  readonly maxPods?: number;
  /**
   * What may stay behind, by name, because nothing replaces its pods: Jobs, pods that belong to nothing, ReplicaSets without
   * a Deployment, custom controllers. It keeps no wave from advancing; the old revision stays until it is gone. A waived
   * `ResourceQuota` is not asked whether it has room for the pods that a restart makes.
   * @default nothing: a rollout with such members is refused before anything is written, and what has no room is held
   */
  readonly waive?: readonly Waiver[];
}

/** Something that stays behind, and why somebody accepts that. */
export interface Waiver {
  /** Kind of what controls the pods, `Pod` where nothing does, or `ResourceQuota`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
}

/** The limits as they were agreed when the rollout started. */
export interface RestartLimits {
  readonly maxWorkloads: number;
  /** `null` follows the number of istiods. */
  readonly maxPods: number | null;
  readonly waived: readonly Waiver[];
}

const DEFAULT_MAX_WORKLOADS = 50;

/** What an istiod with one core accepts in a second; with more cores it accepts more. */
export const PODS_PER_ISTIOD = 20;

/** The limits that a spec means. */
export function restartLimits({
  maxWorkloads = DEFAULT_MAX_WORKLOADS,
  maxPods,
  waive = [],
}: RestartSpec = {}): RestartLimits {
  return { maxWorkloads, maxPods: maxPods ?? null, waived: waive };
}
