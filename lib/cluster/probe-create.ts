import type { KubernetesObject } from '@kubernetes/client-node';
import type { ProbeAnswer } from '../rollout/health/probe-refusal';
import { isUnknownKind, messageOf, statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/** Name of every object that is tried; none is ever stored. A fixed one keeps refusals, which quote it, the same. */
export const PROBE_NAME = 'istio-revisions-probe';

/**
 * Lets the API server try to create an object, all of its admission included, and keep nothing.
 *
 * @throws Error when the API server did not answer.
 */
export async function probeCreate<T extends KubernetesObject>(
  client: KubeClient,
  object: T,
): Promise<ProbeAnswer<T>> {
  try {
    return { accepted: true, object: await client.objects.create(object, undefined, 'All') };
  } catch (error) {
    const status = statusOf(error) ?? (isUnknownKind(error) ? 404 : null);
    if (status === null) throw error;
    return { accepted: false, status, message: messageOf(error) };
  }
}
