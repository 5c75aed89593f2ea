import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';

/** What a team has in a namespace: none of it may be lost or made anew. */
const KEPT = [
  ['v1', 'Namespace'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['apps/v1', 'Deployment'],
] as const;

/** What teams have in their namespaces, each object with its uid. */
export async function inventory(
  client: KubeClient,
  namespaces: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [apiVersion, kind] of KEPT) {
    for (const { metadata } of await listAll<KubernetesObject>(client, apiVersion, kind)) {
      const { namespace, name = '', uid = '' } = metadata ?? {};
      if (namespaces.includes(namespace ?? name))
        found.push(`${kind} ${namespace ?? ''}/${name} ${uid}`);
    }
  }
  return found.sort();
}
