import type { KubernetesObject } from '@kubernetes/client-node';
import type { ValidationProbe } from '../rollout/health/dry-run-probes';
import { isTalkedOver, judgeValidation } from '../rollout/health/judge-validation';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { PROBE_NAME, probeCreate } from './probe-create';

/** How often it is tried until the revision's own validator is heard; two that are alike are heard about as often. */
const ATTEMPTS = 20;

/**
 * Tries whether an invalid Istio object of a revision would be refused; none is made.
 *
 * @throws Error when the API server did not answer.
 */
export async function probeValidation(
  client: KubeClient,
  revision: string,
  namespace: string,
): Promise<ValidationProbe> {
  const ask = async () =>
    judgeValidation(await probeCreate(client, invalidRule(revision, namespace)));
  let probe = await ask();
  for (let tried = 1; tried < ATTEMPTS && isTalkedOver(probe); tried += 1) probe = await ask();
  return probe;
}

/**
 * An invalid object of a revision, or of none. Its host may not be empty, which the schema of its CRD does not say: only istiod
 * refuses it.
 */
export function invalidRule(
  revision: string | null,
  namespace: string,
): KubernetesObject & { readonly spec: { readonly host: string } } {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: {
      name: PROBE_NAME,
      namespace,
      ...(revision === null ? {} : { labels: { [REVISION_LABEL]: revision } }),
    },
    spec: { host: '' },
  };
}
