import type { V1Deployment } from '@kubernetes/client-node';
import { isOurs } from '../rollout/is-ours';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

/** The revisions whose istiod runs in a cluster and was put there by this program. */
export async function readOwnRevisions(client: KubeClient): Promise<string[]> {
  const deployments = await listAll<V1Deployment>(client, 'apps/v1', 'Deployment', {
    labelSelector: 'app=istiod',
  });
  const own = deployments.filter(({ metadata }) =>
    (metadata?.managedFields ?? []).some(({ manager = '' }) => isOurs(manager)),
  );
  return own.map(({ metadata }) => metadata?.labels?.[REVISION_LABEL] ?? 'default');
}
