import {
  PatchStrategy,
  setHeaderOptions,
  type V1ContainerStatus,
  type V1Pod,
} from '@kubernetes/client-node';
import { statusOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';

/** What the agent knows of a pod's containers. */
export interface ContainersState {
  readonly ready: boolean;
  /** How often they were started again. @default what the pod's status says */
  readonly restarts?: number;
}

/** Whether a pod says of itself that it is ready. */
export function isReady(pod: V1Pod): boolean {
  return (pod.status?.conditions ?? []).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

/** How often a pod says that its containers were started again. */
export function restartsOf(pod: V1Pod): number {
  const counts = (pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount);
  return Math.max(0, ...counts);
}

/** The status that a kubelet would write when the readiness of a pod's containers changes. */
export function readinessPatch(pod: V1Pod, state: ContainersState, now: Date): object {
  const status = state.ready ? 'True' : 'False';
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    ['Ready', 'ContainersReady'].includes(condition.type) && condition.status !== status
      ? { ...condition, status, lastTransitionTime: now }
      : condition,
  );
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((container) => ({
    ...container,
    ready: state.ready,
    restartCount: state.restarts ?? container.restartCount,
  }));
  const initContainerStatuses = initStatuses(pod, state.ready);
  return {
    // A pod of the same name that came after is not the one that is known here.
    metadata: { uid: pod.metadata?.uid },
    status: {
      conditions,
      containerStatuses,
      ...(initContainerStatuses.length === 0 ? {} : { initContainerStatuses }),
    },
  };
}

/** Native sidecars are init containers that go on running and have a readiness; the others have done their work. */
function initStatuses(pod: V1Pod, ready: boolean): V1ContainerStatus[] {
  const startedAt = pod.status?.startTime;
  const times = startedAt === undefined ? {} : { startedAt };
  return (pod.spec?.initContainers ?? []).map(({ name, image, restartPolicy }) => {
    const common = { name, image: image ?? '', imageID: '', restartCount: 0 };
    return restartPolicy === 'Always'
      ? { ...common, ready, started: ready, state: { running: times } }
      : {
          ...common,
          ready: true,
          started: false,
          state: { terminated: { exitCode: 0, reason: 'Completed', ...times } },
        };
  });
}

/** Writes a pod's readiness; a pod that is gone by then needs none. */
export async function setReadiness(
  client: KubeClient,
  pod: V1Pod,
  state: ContainersState,
): Promise<void> {
  try {
    await client.core.patchNamespacedPodStatus(
      {
        name: pod.metadata?.name ?? '',
        namespace: pod.metadata?.namespace ?? '',
        body: readinessPatch(pod, state, new Date()),
      },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
  } catch (error) {
    // 409: another pod has the name by now.
    if (![404, 409].includes(statusOf(error) ?? 0)) throw error;
  }
}
