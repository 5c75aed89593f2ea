/** How a rollout goes over the clusters of a mesh. Each of them has a rollout of its own, and all of them look at each other. */
export interface ClustersSpec {
  /** Name of the cluster that this rollout is in. */
  readonly self: string;
  /**
   * Every cluster of the mesh, once, in the order in which they move: those of a group begin when every cluster of the groups before
   * it has moved its waves.
   */
  readonly groups: readonly (readonly string[])[];
  /**
   * How many clusters of a group move at once, from 1. Which are next follows their order in the group.
   * @default 1
   */
  readonly atOnce?: number;
}

/** The same as it was agreed when the rollout started. */
export type ClustersPlan = Required<ClustersSpec>;

/** The order that a spec means. */
export function clustersPlan({ self, groups, atOnce = 1 }: ClustersSpec): ClustersPlan {
  return { self, groups, atOnce };
}

/** Everything that is wrong with an order of clusters by itself, each naming what was found and what to do. */
export function clustersProblems({ self, groups, atOnce = 1 }: ClustersSpec): string[] {
  const names = groups.flat();
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...twice.map((name) => `clusters.groups: "${name}" is named twice; a cluster moves once`),
    ...(names.includes(self)
      ? []
      : [`clusters.groups: cluster "${self}" is in none; name it in the group that it moves with`]),
    ...groups.flatMap((group, index) =>
      group.length === 0 ? [`clusters.groups[${index}]: it is empty`] : [],
    ),
    ...(Number.isInteger(atOnce) && atOnce >= 1
      ? []
      : [`clusters.atOnce: found ${String(atOnce)}, must be a whole number from 1`]),
  ];
}
