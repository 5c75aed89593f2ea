import type { V1Pod } from '@kubernetes/client-node';
import type { PodAnswer } from '../rollout/health/judge-pod';
import type { ProbeAnswer } from '../rollout/health/probe-refusal';
import type { KubeClient } from './kube-client';
import { PROBE_NAME, probeCreate } from './probe-create';

/**
 * Tries a pod with these labels; none is made.
 *
 * @throws Error when the API server did not answer.
 */
export async function probePod(
  client: KubeClient,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<ProbeAnswer<PodAnswer>> {
  const answer = await probeCreate(client, podOf(namespace, labels));
  return answer.accepted ? { accepted: true, object: podAnswer(answer.object) } : answer;
}

/** It asks for nothing that the strictest pod security standard refuses. */
function podOf(namespace: string, labels: Readonly<Record<string, string>>): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: PROBE_NAME, namespace, labels: { ...labels } },
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'pause',
          image: 'registry.k8s.io/pause:3.10',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

/** What is judged of a pod that was answered. */
export function podAnswer({ metadata, spec }: V1Pod): PodAnswer {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return {
    annotations: metadata?.annotations ?? {},
    containers: containers.map(({ name, image = '' }) => ({ name, image })),
  };
}
