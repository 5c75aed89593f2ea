import type { AdmissionFact } from '../rollout/admission/admission-fact';
import type { KubeClient } from './kube-client';
import { OTHER_NAMESPACE, probeInjection } from './probe-injection';
import { probeValidation } from './probe-validation';

/**
 * Tries whether a revision injects a pod and refuses an invalid object, as dry runs.
 *
 * @param what - `injection` alone where Istio objects are read in another cluster
 * @throws Error when the API server did not answer.
 */
export async function probeAdmission(
  client: KubeClient,
  revision: string,
  meshNamespace: string,
  what: 'both' | 'injection' = 'both',
): Promise<AdmissionFact> {
  const [injection, validation] = await Promise.all([
    probeInjection(client, revision, meshNamespace),
    what === 'both' ? probeValidation(client, revision, meshNamespace) : null,
  ]);
  if (injection.outcome !== 'namespace-decides') {
    return { namespace: meshNamespace, injection, validation };
  }
  const again = await probeInjection(client, revision, OTHER_NAMESPACE);
  return { namespace: OTHER_NAMESPACE, injection: again, validation };
}
