import type { V1Deployment } from '@kubernetes/client-node';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

/** How the Kubernetes provider of Pulumi signs what it writes, unless told otherwise. */
const PROVIDER_MANAGER = 'pulumi-kubernetes';

/** The revisions whose istiod runs in a cluster and was put there through Pulumi. */
export async function readOwnRevisions(client: KubeClient): Promise<string[]> {
  const deployments = await listAll<V1Deployment>(client, 'apps/v1', 'Deployment', {
    labelSelector: 'app=istiod',
  });
  const own = deployments.filter(({ metadata }) =>
    (metadata?.managedFields ?? []).some(({ manager }) => manager?.startsWith(PROVIDER_MANAGER)),
  );
  return own.map(({ metadata }) => metadata?.labels?.[REVISION_LABEL] ?? 'default');
}
