import type { ProxyFact } from '../rollout/observation';
import type { KubeClient } from './kube-client';
import type { SyncedProxy } from './syncz';

/** The cluster whose istiods another uses. */
export interface UsedCluster {
  readonly name: string;
  /** @throws Error where its kubeconfig cannot be used: nothing is known of it then */
  readonly client: () => KubeClient;
  /** Where its istiods are. */
  readonly meshNamespace: string;
}

/** Where the istiods of a cluster of a mesh are, and whose proxies they have. */
export interface IstiodPlace {
  /** Name of the cluster in the mesh. */
  readonly self: string;
  /** `null` where it has its own. */
  readonly controlPlane: UsedCluster | null;
  /** Names of the clusters that use its istiods. */
  readonly serves: readonly string[];
}

/** The proxies of an istiod, told apart by their cluster. */
export interface SortedProxies {
  /** Those of the cluster itself. */
  readonly own: readonly ProxyFact[];
  /** Those of clusters that use its istiods, as `<pod>.<namespace> (<cluster>)`. */
  readonly elsewhere: readonly string[];
}

/**
 * Tells the proxies of an istiod apart, since pods of two clusters may be called alike. Of istiods of another cluster only those of one's
 * own are meant.
 * @param place - `null` where all of them are of one cluster
 */
export function sortProxies(
  place: IstiodPlace | null,
  proxies: readonly SyncedProxy[],
): SortedProxies {
  const isElsewhere = ({ cluster }: SyncedProxy) => place?.serves.includes(cluster) === true;
  const isUsed = (place?.controlPlane ?? null) !== null;
  const isOwn = (proxy: SyncedProxy) =>
    isUsed ? proxy.cluster === place?.self : !isElsewhere(proxy);
  return {
    own: proxies.filter(isOwn).map(({ cluster: _cluster, ...proxy }) => proxy),
    elsewhere: proxies.filter(isElsewhere).map(({ proxy, cluster }) => `${proxy} (${cluster})`),
  };
}
