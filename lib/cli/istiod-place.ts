import type { IstiodPlace, UsedCluster } from '../cluster/istiod-place';
import type { KubeClient } from '../cluster/kube-client';
import type { EnvironmentSpec } from '../../stacks/environments';
import { clientOf, labVariables } from './open-cluster';

/** Where the istiods of an environment are; `null` where its mesh is in one cluster. */
export function istiodPlace({ fleet, mesh }: EnvironmentSpec): IstiodPlace | null {
  if (fleet === undefined) return null;
  const { cluster: self, controlPlane, others } = fleet;
  const primary = others.find(({ name }) => name === controlPlane?.cluster);
  return {
    self,
    controlPlane: primary === undefined ? null : usedCluster(primary, mesh.namespace),
    serves: others.filter((other) => other.controlPlane === self).map(({ name }) => name),
  };
}

/** Opened when it is asked first: one that cannot be is unknown, and keeps nothing else from being read. */
function usedCluster(
  { name, cluster }: NonNullable<EnvironmentSpec['fleet']>['others'][number],
  meshNamespace: string,
): UsedCluster {
  let opened: KubeClient | undefined;
  return {
    name,
    meshNamespace,
    client: () =>
      (opened ??= clientOf(cluster, { ...process.env, ...labVariables(cluster, name) })),
  };
}
