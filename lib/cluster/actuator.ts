import {
  PatchStrategy,
  setHeaderOptions,
  type V1Deployment,
  type V1Eviction,
  type V1Namespace,
} from '@kubernetes/client-node';
import type { Action } from '../rollout/action';
import { injectionLabels } from '../rollout/injection-labels';
import {
  ADOPT_FIELD_MANAGER,
  FIELD_MANAGER,
  ORIGINAL_ANNOTATION,
  RESTART_ANNOTATION,
  RESTART_FIELD_MANAGER,
  REVISION_LABEL,
} from '../rollout/names';
import { namespaceLabelPatch } from '../rollout/namespace-label-patch';
import {
  adoptLabelsPatch,
  adoptOwnershipPatch,
  restoreLabelsPatch,
  type JsonPatchOperation,
} from './adopt-namespace';
import { statusOf } from './api-error';
import { deleteLeftover } from './delete-leftover';
import type { KubeClient } from './kube-client';
import { moveGateway, pinGateway, unpinGateway } from './move-gateway';
import { retag, type TagObjects } from './retag';

/** Actions that go through the Kubernetes API; `apply` goes through the engine. */
export type ClusterAction = Exclude<Action, { type: 'apply' }>;

/** What an action may need beside itself. */
export interface ActuateOptions {
  readonly tagObjects: TagObjects;
  /** Field manager that owns the label of an adopted namespace from then on. @default ours */
  readonly labelOwner?: string;
}

/**
 * Carries out one action. Each is idempotent: a second time changes nothing. Each reads its object first, since what it was
 * decided on may be seconds old.
 *
 * @throws Error when the object is another one, or not as it was when this was decided: the next look decides anew.
 */
export async function actuate(
  client: KubeClient,
  action: ClusterAction,
  now: Date,
  { tagObjects, labelOwner = FIELD_MANAGER }: ActuateOptions,
): Promise<void> {
  switch (action.type) {
    case 'adopt':
      await adopt(client, action, now, labelOwner);
      return;
    case 'relabel':
      await relabel(client, action);
      return;
    case 'retag':
      await retag(client, action, tagObjects);
      return;
    case 'restore':
      await restore(client, action);
      return;
    case 'pin-gateway':
      await pinGateway(client, action, now);
      return;
    case 'move-gateway':
      await moveGateway(client, action);
      return;
    case 'unpin-gateway':
      await unpinGateway(client, action);
      return;
    case 'restart':
      await restart(client, action);
      return;
    case 'evict':
      await evict(client, action);
      return;
    case 'cleanup':
      for (const object of action.objects) await deleteLeftover(client, action.revision, object);
      return;
  }
}

async function adopt(
  client: KubeClient,
  action: Extract<Action, { type: 'adopt' }>,
  now: Date,
  owner: string,
): Promise<void> {
  const before = await client.core.readNamespace({ name: action.target.name });
  const found = injectionLabels(before.metadata?.labels ?? {});
  if (found.rev !== action.seen.rev || found.injection !== action.seen.injection) {
    throw labelledAnew(action.target.name);
  }
  const labels = adoptLabelsPatch(before, action.target, action.revision);
  const after = await jsonPatch(client, action.target.name, labels, ADOPT_FIELD_MANAGER);
  const ownership = adoptOwnershipPatch(after, now, owner);
  await jsonPatch(client, action.target.name, ownership, ADOPT_FIELD_MANAGER);
}

async function relabel(
  client: KubeClient,
  { target, revision, seen }: Extract<Action, { type: 'relabel' }>,
): Promise<void> {
  const { metadata } = await client.core.readNamespace({ name: target.name });
  requireSame(`namespace ${target.name}`, metadata?.uid, target.uid);
  const found = metadata?.labels?.[REVISION_LABEL] ?? null;
  if (found !== seen && found !== revision) throw labelledAnew(target.name);
  await apply(client, namespaceLabelPatch({ ...target, revision }), FIELD_MANAGER);
}

/** A workload that has the stamp already was restarted by us, whose answer was lost or who was killed. */
async function restart(
  client: KubeClient,
  action: Extract<Action, { type: 'restart' }>,
): Promise<void> {
  const { kind, namespace, name, uid, seen, stamp } = action;
  const subject = `${kind} ${namespace}/${name}`;
  const metadata = { namespace, name };
  const workload = await client.objects.read<V1Deployment>({
    apiVersion: 'apps/v1',
    kind,
    metadata,
  });
  requireSame(subject, workload.metadata?.uid, uid);
  const found = workload.spec?.template.metadata?.annotations?.[RESTART_ANNOTATION] ?? null;
  if (found === stamp) return;
  if (found !== seen) throw new Error(`${subject} was restarted anew since it was looked at`);
  await apply(client, restartPatch(action), RESTART_FIELD_MANAGER);
}

function requireSame(subject: string, found: string | undefined, uid: string): void {
  if (found !== uid) throw new Error(`${subject} was made anew since it was looked at`);
}

function labelledAnew(namespace: string): Error {
  return new Error(`namespace ${namespace} was labelled anew since it was looked at`);
}

/** A namespace that is no longer as we left it is left alone: a repeated step, or somebody else's label. */
async function restore(
  client: KubeClient,
  { target }: Extract<Action, { type: 'restore' }>,
): Promise<void> {
  const namespace = await client.core.readNamespace({ name: target.name });
  if (!(ORIGINAL_ANNOTATION in (namespace.metadata?.annotations ?? {}))) return;
  await jsonPatch(client, target.name, restoreLabelsPatch(namespace, target), ADOPT_FIELD_MANAGER);
}

async function jsonPatch(
  client: KubeClient,
  name: string,
  operations: readonly JsonPatchOperation[],
  fieldManager: string,
): Promise<V1Namespace> {
  return client.core.patchNamespace(
    { name, body: operations, fieldManager },
    setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
  );
}

function restartPatch(action: Extract<Action, { type: 'restart' }>) {
  return {
    apiVersion: 'apps/v1',
    kind: action.kind,
    metadata: { name: action.name, namespace: action.namespace, uid: action.uid },
    spec: { template: { metadata: { annotations: { [RESTART_ANNOTATION]: action.stamp } } } },
  };
}

/** Never forced: a field that somebody else holds is a conflict for a person to look at. */
async function apply(client: KubeClient, body: object, fieldManager: string): Promise<void> {
  await client.objects.patch(
    body,
    undefined,
    undefined,
    fieldManager,
    false,
    PatchStrategy.ServerSideApply,
  );
}

/** Refused with 429 while a disruption budget allows none; a pod that is gone, or another one by now, is done. */
async function evict(
  client: KubeClient,
  { namespace, pod, uid }: Extract<Action, { type: 'evict' }>,
): Promise<void> {
  const body: V1Eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: pod, namespace },
    deleteOptions: { preconditions: { uid } },
  };
  try {
    await client.core.createNamespacedPodEviction({ name: pod, namespace, body });
  } catch (error) {
    const status = statusOf(error);
    if (status !== 404 && status !== 409) throw error;
  }
}
