import type { ClustersSpec } from '../../lib/rollout/fleet/clusters-spec';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { mergeValues } from '../../lib/operator/merge-values';
import type { values as chart } from '../../lib/generated/newest';
import type { ClusterSpec, ControlPlaneSpec, EnvironmentSpec, PrometheusSpec } from './environment';

/** One cluster of a mesh that spans several. */
export interface FleetCluster {
  /** Name of the cluster in the mesh: what Istio calls it in metrics and remote secrets, and the end of its stack's name. */
  readonly name: string;
  /** Where it is. */
  readonly cluster: ClusterSpec;
  /** Network of its pods. @default none: it shares the one network of all clusters that name none */
  readonly network?: string;
  /** Its Prometheus, where that is another than the one of the environment. */
  readonly prometheus?: PrometheusSpec;
  /** The istiods of another cluster, in place of its own (primary-remote). @default its own */
  readonly controlPlane?: ControlPlaneSpec;
}

/** One mesh over several clusters, as data: what all of them are, and each with what is its own. */
export interface FleetSpec extends Omit<EnvironmentSpec, 'cluster' | 'fleet' | 'mesh' | 'rollout'> {
  readonly mesh: Omit<EnvironmentSpec['mesh'], 'network'>;
  /** At least one; their names are those of no others. */
  readonly clusters: readonly FleetCluster[];
  readonly rollout?: Omit<RolloutSpec, 'clusters'> & {
    /** The order of the clusters. @default one after the other, as `clusters` has them */
    readonly clusters?: Pick<ClustersSpec, 'groups' | 'atOnce'>;
  };
}

/**
 * The environments that a fleet consists of, one for each cluster and called `<fleet>-<cluster>`: each has a stack, a record and
 * a lock of its own, so that none of them fails or waits with another.
 */
export function environmentsOf({ clusters, rollout, ...shared }: FleetSpec): EnvironmentSpec[] {
  return clusters.map(({ name, cluster, network, prometheus, controlPlane }) => ({
    ...shared,
    name: `${shared.name}-${name}`,
    cluster,
    mesh: {
      ...shared.mesh,
      ...(network === undefined ? {} : { network }),
      revisions: shared.mesh.revisions.map(({ values = {}, ...revision }) => ({
        ...revision,
        values: mergeValues<chart.Values>(values, {
          global: { multiCluster: { clusterName: name } },
        }),
      })),
    },
    ...(prometheus === undefined ? {} : { prometheus }),
    ...(rollout === undefined ? {} : { rollout: rolloutIn(name, rollout, clusters) }),
    fleet: {
      name: shared.name,
      cluster: name,
      ...(controlPlane === undefined ? {} : { controlPlane }),
      others: clusters.filter((one) => one.name !== name).map((one) => otherOf(one, shared)),
    },
  }));
}

/** What a cluster of a fleet is to the others. */
function otherOf(
  { name, cluster, prometheus, controlPlane }: FleetCluster,
  shared: Pick<EnvironmentSpec, 'prometheus'>,
): NonNullable<EnvironmentSpec['fleet']>['others'][number] {
  const own = prometheus ?? shared.prometheus;
  return {
    name,
    cluster,
    ...(own === undefined ? {} : { prometheus: own }),
    ...(controlPlane === undefined ? {} : { controlPlane: controlPlane.cluster }),
  };
}

function rolloutIn(
  self: string,
  { clusters, ...rollout }: NonNullable<FleetSpec['rollout']>,
  all: readonly FleetCluster[],
): RolloutSpec {
  const { groups = all.map(({ name }) => [name]), ...order } = clusters ?? {};
  const controlPlane = all.find(({ name }) => name === self)?.controlPlane?.cluster;
  const serves = all.filter((one) => one.controlPlane?.cluster === self).map(({ name }) => name);
  const network = all.find(({ name }) => name === self)?.network;
  const entering = all.filter((one) => one.network !== network).map(({ name }) => name);
  return {
    ...rollout,
    clusters: {
      ...order,
      self,
      groups,
      ...(controlPlane === undefined ? {} : { controlPlane }),
      ...(serves.length === 0 ? {} : { serves }),
      ...(entering.length === 0 ? {} : { entering }),
    },
  };
}
