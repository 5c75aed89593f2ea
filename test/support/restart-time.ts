import type { KubernetesObject, V1Deployment } from '@kubernetes/client-node';
import type { KubeClient } from '../../lib/cluster/kube-client';

const POLL_MS = 200;

/** How long a Deployment needs for a restart by itself, as `kubectl rollout restart` does it, in milliseconds. */
export async function restartTime(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<number> {
  const started = Date.now();
  const template = { metadata: { annotations: { 'test/restarted-at': new Date().toISOString() } } };
  await client.objects.patch({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { template },
  } as KubernetesObject);
  for (;;) {
    const { metadata, spec, status } = await client.objects.read<V1Deployment>({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
    });
    const wanted = spec?.replicas ?? 1;
    const isObserved = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    const isDone = status?.updatedReplicas === wanted && status.readyReplicas === wanted;
    if (isObserved && isDone && status.replicas === wanted) return Date.now() - started;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
