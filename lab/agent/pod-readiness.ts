import { PatchStrategy, setHeaderOptions, type V1Pod } from '@kubernetes/client-node';
import { statusOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';

/** Whether a pod says of itself that it is ready. */
export function isReady(pod: V1Pod): boolean {
  return (pod.status?.conditions ?? []).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

/** The status that a kubelet would write when the readiness of a pod's containers changes. */
export function readinessPatch(pod: V1Pod, ready: boolean, now: Date): object {
  const status = ready ? 'True' : 'False';
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    ['Ready', 'ContainersReady'].includes(condition.type) && condition.status !== status
      ? { ...condition, status, lastTransitionTime: now }
      : condition,
  );
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((container) => ({
    ...container,
    ready,
  }));
  return { status: { conditions, containerStatuses } };
}

/** Writes a pod's readiness; a pod that is gone by then needs none. */
export async function setReadiness(client: KubeClient, pod: V1Pod, ready: boolean): Promise<void> {
  try {
    await client.core.patchNamespacedPodStatus(
      {
        name: pod.metadata?.name ?? '',
        namespace: pod.metadata?.namespace ?? '',
        body: readinessPatch(pod, ready, new Date()),
      },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
