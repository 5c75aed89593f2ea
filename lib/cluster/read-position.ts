import type { V1Deployment, V1Namespace } from '@kubernetes/client-node';
import { REVISION_LABEL } from '../rollout/names';
import type { RolloutPosition } from '../rollout/position';
import { onlyLiving } from '../rollout/living-position';
import { lostRecordProblems } from '../rollout/lost-record';
import { declaredPosition, type DeclaredEnds } from '../rollout/declared-position';
import { revisionOf } from '../rollout/patch/version-of';
import type { RolloutRecord } from '../rollout/record';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { namespaceFact } from './namespace-fact';
import { createRecordStore } from './record-store';

/**
 * Where the rollout of a cluster stands, for the tree: from the record, or before the first rollout from what runs.
 * @param declared - the declared rollout; absent means that there is none, and the last one's end still holds
 *
 * @throws Error when the cluster cannot be read, or the record is gone: an unknown position is never "not started".
 */
export async function readPosition(
  client: KubeClient,
  namespace: string,
  declared: DeclaredEnds | undefined,
): Promise<RolloutPosition> {
  const { record } = await createRecordStore(client, namespace).load();
  const namespaces = (await listAll<V1Namespace>(client, 'v1', 'Namespace')).map(namespaceFact);
  const problems = record === null ? lostRecordProblems({ namespaces }) : [];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return onlyLiving(await recordedPosition(client, record, declared), namespaces);
}

async function recordedPosition(
  client: KubeClient,
  record: RolloutRecord | null,
  declared: DeclaredEnds | undefined,
): Promise<RolloutPosition> {
  const position = declaredPosition(record, declared);
  if (declared === undefined || record?.plan.to === declared.to) return position;
  return { ...position, installed: await isInstalled(client, revisionOf(declared.to)) };
}

/** A revision that already runs must not disappear only because a rollout to it was declared. */
async function isInstalled(client: KubeClient, revision: string): Promise<boolean> {
  const labelSelector = `app=istiod,${REVISION_LABEL}=${revision}`;
  return (
    (await listAll<V1Deployment>(client, 'apps/v1', 'Deployment', { labelSelector })).length > 0
  );
}
