import type { V1Pod } from '@kubernetes/client-node';
import type { InjectionProbe } from '../rollout/health/dry-run-probes';
import { judgeInjection, type PodAnswer } from '../rollout/health/judge-injection';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { PROBE_NAME, probeCreate } from './probe-create';

/**
 * Tries whether a pod that asks for a revision would be injected by it; no pod is made.
 *
 * @throws Error when the API server did not answer, or the namespace could not be read.
 */
export async function probeInjection(
  client: KubeClient,
  revision: string,
  namespace: string,
): Promise<InjectionProbe> {
  const [answer, { metadata }] = await Promise.all([
    probeCreate(client, injectionPod(revision, namespace)),
    client.core.readNamespace({ name: namespace }),
  ]);
  const read = answer.accepted
    ? { accepted: true as const, object: podAnswer(answer.object) }
    : answer;
  return judgeInjection(revision, read, metadata?.labels ?? {});
}

/**
 * A pod that a revision's injector selects, un-revisioned ones included: theirs is `default`. It asks for nothing that the
 * strictest pod security standard refuses.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 */
function injectionPod(revision: string, namespace: string): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: PROBE_NAME,
      namespace,
      labels: { [REVISION_LABEL]: revision, 'sidecar.istio.io/inject': 'true' },
    },
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
    containers: containers.map(({ name }) => name),
  };
}
