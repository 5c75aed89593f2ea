import { watchMesh } from '../cluster/mesh-lists';
import type { ReadCluster } from '../cluster/read-clusters';
import { openCluster, type OpenCluster } from './open-cluster';

/** Other clusters of a mesh, as a process has them that looks at them again and again. */
export interface FollowedClusters {
  /** One and the same for every rollout that looks at a cluster: it is asked once for all of them. */
  readonly open: OpenCluster;
  /** Nobody looks any more. */
  readonly close: () => void;
}

/** Follows the pods of other clusters, which are too many to be listed at every look. */
export function followClusters(): FollowedClusters {
  const opened = new Map<string, ReadCluster>();
  const closing: (() => void)[] = [];
  return {
    open: (other, meshNamespace) => {
      const before = opened.get(other.name);
      if (before !== undefined) return before;
      const reader = openCluster(other, meshNamespace, (client) => {
        const mesh = watchMesh(client);
        closing.push(() => {
          mesh.renew();
        });
        return mesh;
      });
      opened.set(other.name, reader);
      return reader;
    },
    close: () => {
      for (const end of closing) end();
    },
  };
}
