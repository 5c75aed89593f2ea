import type { V1Pod } from '@kubernetes/client-node';
import type { HealthFacts } from '../rollout/health/health-facts';
import { istiodName } from '../rollout/health/istiod-name';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { podFact } from './pod-fact';
import { probeDeployment } from './probe-deployment';
import { probeFact } from './probe-fact';
import { probeInjection } from './probe-injection';
import { probeIstiods } from './probe-istiods';
import { probeValidation } from './probe-validation';
import { probeWebhooks } from './probe-webhooks';

/**
 * Reads and tries everything that the health of a revision is judged by, all at once; nothing is changed. What cannot be read
 * is unknown with its reason.
 */
export async function readHealthFacts(
  client: KubeClient,
  revision: string,
  meshNamespace: string,
  now: () => number,
): Promise<HealthFacts> {
  const fact = <T>(what: string, read: () => Promise<T>) => probeFact(now, what, read);
  const name = istiodName(revision);
  const [deployment, istiods, webhooks, injection, validation, pods] = await Promise.all([
    fact(`Deployment ${meshNamespace}/${name} could not be read`, () =>
      probeDeployment(client, meshNamespace, name),
    ),
    fact(`istiod pods of ${revision} could not be read`, () =>
      probeIstiods(client, revision, meshNamespace, now),
    ),
    fact(`webhooks of ${revision} could not be read`, () => probeWebhooks(client, revision, now)),
    fact(`injection by ${revision} could not be tried`, () =>
      probeInjection(client, revision, meshNamespace),
    ),
    fact(`validation by ${revision} could not be tried`, () =>
      probeValidation(client, revision, meshNamespace),
    ),
    fact('pods could not be read', async () =>
      (await listAll<V1Pod>(client, 'v1', 'Pod')).map(podFact),
    ),
  ]);
  return { meshNamespace, deployment, istiods, webhooks, injection, validation, pods };
}
