import type { V1Pod } from '@kubernetes/client-node';
import type { HealthFacts } from '../rollout/health/health-facts';
import { istiodName } from '../rollout/health/istiod-name';
import { askUsed } from './ask-used';
import type { KubeClient } from './kube-client';
import type { IstiodPlace } from './istiod-place';
import { listAll } from './list-all';
import { podFact } from './pod-fact';
import { probeDeployment } from './probe-deployment';
import { probeFact } from './probe-fact';
import { probeInjection } from './probe-injection';
import { probeIstiods } from './probe-istiods';
import { probeValidation } from './probe-validation';
import { probeWebhooks } from './probe-webhooks';

/** How the health of a revision is looked at. */
interface Look {
  readonly now: () => number;
  /** Where its istiods are, of a cluster of several. @default all are its own */
  readonly place?: IstiodPlace | null;
}

/**
 * Reads and tries everything that the health of a revision is judged by, all at once; nothing is changed. What cannot be read
 * is unknown with its reason. Where the istiods of another cluster are used, they are asked there, and so is their validator.
 */
export async function readHealthFacts(
  client: KubeClient,
  revision: string,
  meshNamespace: string,
  { now, place = null }: Look,
): Promise<HealthFacts> {
  const fact = <T>(what: string, read: () => Promise<T>) => probeFact(now, what, read);
  const used = place?.controlPlane ?? null;
  const atIstiods = <T>(read: (where: KubeClient, namespace: string) => Promise<T>) =>
    used === null ? read(client, meshNamespace) : askUsed(used, read);
  const name = istiodName(revision);
  const [deployment, istiods, webhooks, injection, validation, pods] = await Promise.all([
    fact(`Deployment ${meshNamespace}/${name} could not be read`, () =>
      atIstiods((where, namespace) => probeDeployment(where, namespace, name)),
    ),
    fact(`istiod pods of ${revision} could not be read`, () =>
      atIstiods((where, namespace) => probeIstiods(where, revision, namespace, { now, place })),
    ),
    fact(`webhooks of ${revision} could not be read`, async () => {
      const own = await probeWebhooks(client, revision, now);
      if (used === null) return own;
      const there = await askUsed(used, (where) => probeWebhooks(where, revision, now));
      return [...own, ...there.filter(({ type }) => type === 'validator')];
    }),
    fact(`injection by ${revision} could not be tried`, () =>
      probeInjection(client, revision, meshNamespace),
    ),
    fact(`validation by ${revision} could not be tried`, () =>
      atIstiods((where, namespace) => probeValidation(where, revision, namespace)),
    ),
    fact('pods could not be read', async () =>
      (await listAll<V1Pod>(client, 'v1', 'Pod')).map(podFact),
    ),
  ]);
  return { meshNamespace, deployment, istiods, webhooks, injection, validation, pods };
}
