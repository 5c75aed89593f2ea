/** The generations of one gateway, and which of them its address leads to. */
export interface GatewayPlace {
  /** The revision whose generation alone is behind the address; `null` where every one is. */
  readonly serving: string | null;
  /**
   * Each revision that has a generation, in a patch with its version, with the share of the traffic that its replicas are enough
   * for in percent; 100 for all of them.
   */
  readonly generations: Readonly<Record<string, number>>;
}

/** What a rollout means for the tree: the only thing that constructs and stacks know of it. */
export interface RolloutPosition {
  /** Whether `to` belongs in the tree. */
  readonly installed: boolean;
  /** Revisions that stay absent though the source names them. */
  readonly retired: readonly string[];
  /** Namespaces whose revision label we own, with the revision or the revision tag that it names. */
  readonly namespaces: readonly {
    readonly name: string;
    readonly uid: string;
    readonly revision: string;
  }[];
  /**
   * The revision that a namespace comes into the mesh by which is in no wave, in place of either end of the rollout: `from` while a
   * wave can still take it along, then `to`. Absent before the first rollout.
   */
  readonly home?: string;
  /** What the other living namespaces that have a revision label are labelled with, by name; absent where no cluster was read. */
  readonly labelled?: Readonly<Record<string, string>>;
  /** `<namespace>/<name>` of each gateway in the plan, with what stands behind its address. */
  readonly gateways: Readonly<Record<string, GatewayPlace>>;
  /** Each revision tag that is ours, with the revision it points at. */
  readonly tags: Readonly<Record<string, string>>;
  /** The default validator and the revision tags that a rollout moved, by key, with the revision that each leads to. */
  readonly pointers: Readonly<Record<string, string>>;
  /** By revision the version that it has in place of the declared one, which a patch brings; absent outside of patches. */
  readonly versions?: Readonly<Record<string, string>>;
  /** One line for people, such as `wave 2/5: soaking until 14:05`. */
  readonly status: string;
}
