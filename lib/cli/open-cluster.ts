import { messageOf } from '../cluster/api-error';
import { createKubeClient, type KubeClient } from '../cluster/kube-client';
import { listMesh, type MeshLists } from '../cluster/mesh-lists';
import {
  clusterReader,
  clustersReader,
  type ReadCluster,
  type ReadClusters,
} from '../cluster/read-clusters';
import { prometheusGet } from '../cluster/prometheus/prometheus-get';
import { unknown } from '../rollout/fact';
import type { ClusterSpec, EnvironmentSpec } from '../../stacks/environments/environment';
import { labEnv } from '../../lab/lab-env';
import { readRunningLab } from '../../lab/state';
import { CliError } from './cli-error';
import { EXIT } from './exit-code';

/** Opens another cluster of a mesh. */
export type OpenCluster = (other: OtherClusterSpec, meshNamespace: string) => ReadCluster;

/** Another cluster, as an environment names it. */
type OtherClusterSpec = NonNullable<EnvironmentSpec['fleet']>['others'][number];

/**
 * What the lab sets for what lives in it; nothing for others.
 * @param name - of the environment or the cluster, for the message
 * @param injectionPath - of a cluster that uses the istiods of another
 * @throws CliError (1) when the lab does not run.
 */
export function labVariables(
  { lab: where }: ClusterSpec,
  name: string,
  injectionPath?: string,
): Record<string, string> {
  if (where === undefined) return {};
  const running = readRunningLab(where === true ? undefined : where);
  if (running === null) {
    const command = where === true ? 'lab up' : 'lab up --clusters <count>';
    const place = where === true ? 'the lab' : `${where} of the lab`;
    throw new CliError(
      `environment "${name}" lives in ${place}, which does not run: start it with "istio-revisions ${command}"`,
      EXIT.error,
    );
  }
  return labEnv(running, process.env, injectionPath);
}

/** The API of a cluster. @param variables - of its environment: those of the lab name its kubeconfig */
export function clientOf(cluster: ClusterSpec, variables: NodeJS.ProcessEnv): KubeClient {
  if (cluster.lab === undefined) return createKubeClient(cluster);
  const kubeconfig = variables['KUBECONFIG'];
  return createKubeClient(kubeconfig === undefined ? {} : { kubeconfig });
}

/** How the clusters of a mesh are asked, its own as the others see it; `null` where it is in one cluster. */
export function clustersOfMesh(
  { fleet, mesh, cluster, prometheus }: EnvironmentSpec,
  open: OpenCluster,
): ReadClusters | null {
  if (fleet === undefined) return null;
  const own = { name: fleet.cluster, cluster, ...(prometheus === undefined ? {} : { prometheus }) };
  const readers = [own, ...fleet.others].map((one) => open(one, mesh.namespace));
  return clustersReader(readers, Date.now);
}

/**
 * Opens it for looks. A cluster whose kubeconfig cannot be used is like one that does not answer.
 * @param listsOf - how its pods are read. @default listed at every look
 */
export function openCluster(
  { name, cluster, prometheus }: OtherClusterSpec,
  meshNamespace: string,
  listsOf: (client: KubeClient) => Pick<MeshLists, 'pods'> = listMesh,
): ReadCluster {
  try {
    const variables = { ...process.env, ...labVariables(cluster, name) };
    const client = clientOf(cluster, variables);
    const get = prometheus === undefined ? null : prometheusGet(client, prometheus);
    const lists = listsOf(client);
    return clusterReader({ name, client, lists, meshNamespace, prometheus: get }, Date.now);
  } catch (error) {
    const reason = messageOf(error);
    return () => Promise.resolve({ name, state: unknown(reason, Date.now()) });
  }
}
