import type { InjectionProbe } from '../rollout/health/dry-run-probes';
import { judgeInjection } from '../rollout/health/judge-injection';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { probePod } from './probe-pod';

/** Where a pod is tried when the mesh's own namespace has a label that decides for all of its pods. */
export const OTHER_NAMESPACE = 'default';

/**
 * Tries whether a pod that asks for a revision, or for a revision tag, would be injected; no pod is made. The injector of a
 * revision selects it, un-revisioned ones included: theirs is `default`.
 *
 * @throws Error when the API server did not answer, or the namespace could not be read.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 */
export async function probeInjection(
  client: KubeClient,
  revision: string,
  namespace: string,
): Promise<InjectionProbe> {
  const [answer, { metadata }] = await Promise.all([
    probePod(client, namespace, { [REVISION_LABEL]: revision, 'sidecar.istio.io/inject': 'true' }),
    client.core.readNamespace({ name: namespace }),
  ]);
  return judgeInjection(revision, answer, metadata?.labels ?? {});
}
