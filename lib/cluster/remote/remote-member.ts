import type { ApiServerAddress } from '../../rollout/fleet/remote/remote-kubeconfig';
import type { KubeClient } from '../kube-client';

/** One cluster of a mesh. */
export interface RemoteMember {
  /** Its name in the mesh: `values.global.multiCluster.clusterName` of its revisions. */
  readonly name: string;
  readonly client: KubeClient;
  /** Where its istiods are, and the accounts by which it is read. */
  readonly meshNamespace: string;
  /**
   * How istiods of other clusters reach its API server.
   * @default the address and the authority of the kubeconfig by which it is reached from here
   */
  readonly address?: ApiServerAddress;
  /**
   * Members that its istiods read.
   * @default every other one: a control plane in each cluster
   */
  readonly reads?: readonly string[];
}
