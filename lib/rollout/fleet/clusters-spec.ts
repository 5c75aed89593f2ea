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
  /** The cluster whose istiods this one uses, since it has none itself (primary-remote). @default its own */
  readonly controlPlane?: string;
  /** The clusters that use the istiods of this one. @default none */
  readonly serves?: readonly string[];
  /** The clusters of other networks: what they send comes in by east-west gateways alone. @default every other cluster */
  readonly entering?: readonly string[];
}

/** The same as it was agreed when the rollout started. */
export type ClustersPlan = ClustersSpec & Required<Pick<ClustersSpec, 'atOnce'>>;

/** The order that a spec means. */
export function clustersPlan(spec: ClustersSpec): ClustersPlan {
  return { ...spec, atOnce: spec.atOnce ?? 1 };
}

/** Everything that is wrong with an order of clusters by itself, each naming what was found and what to do. */
export function clustersProblems(spec: ClustersSpec): string[] {
  const { self, groups, atOnce = 1 } = spec;
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
    ...controlPlaneProblems(spec, names),
  ];
}

/** No proxy may be newer than its istiod, so a cluster that has none moves after the one whose istiods it uses. */
function controlPlaneProblems(
  { self, controlPlane, serves = [] }: ClustersSpec,
  names: readonly string[],
): string[] {
  const unknown = [controlPlane ?? self, ...serves].filter((name) => !names.includes(name));
  const served = serves.filter((name) => names.indexOf(name) <= names.indexOf(self));
  const isLed = controlPlane === undefined || names.indexOf(controlPlane) < names.indexOf(self);
  const next = 'put the cluster with the istiods first, in a group before or in the same one';
  if (unknown.length > 0 && names.includes(self)) {
    return unknown.map((name) => `clusters: "${name}" is in none of the groups; name it in one`);
  }
  return [
    ...(isLed
      ? []
      : [
          `clusters.groups: "${self}" moves before "${controlPlane}", whose istiods it uses; ${next}`,
        ]),
    ...served.map(
      (name) => `clusters.groups: "${name}" moves before "${self}", whose istiods it uses; ${next}`,
    ),
    ...(controlPlane !== undefined && serves.length > 0
      ? [
          'clusters.serves: a cluster that uses the istiods of another has none for others; leave it out',
        ]
      : []),
  ];
}
