import { PatchStrategy, setHeaderOptions, type V1Namespace } from '@kubernetes/client-node';
import type { Action } from '../rollout/action';
import { injectionLabels } from '../rollout/injection-labels';
import {
  FIELD_MANAGER,
  ORIGINAL_ANNOTATION,
  RESTART_ANNOTATION,
  RESTART_FIELD_MANAGER,
} from '../rollout/names';
import { namespaceLabelPatch } from '../rollout/namespace-label-patch';
import {
  adoptLabelsPatch,
  adoptOwnershipPatch,
  restoreLabelsPatch,
  type JsonPatchOperation,
} from './adopt-namespace';
import { deleteLeftover } from './delete-leftover';
import type { KubeClient } from './kube-client';

/** Field manager of the adopt step's label change, whose ownership is handed over at once, and of the labels given back. */
const ADOPT_FIELD_MANAGER = `${FIELD_MANAGER}-adopt`;

/** Actions that go through the Kubernetes API; `apply` goes through the engine. */
export type ClusterAction = Exclude<Action, { type: 'apply' }>;

/** Carries out one action. Each is idempotent: a second time changes nothing. */
export async function actuate(client: KubeClient, action: ClusterAction, now: Date): Promise<void> {
  switch (action.type) {
    case 'adopt':
      await adopt(client, action, now);
      return;
    case 'relabel':
      await apply(
        client,
        namespaceLabelPatch({ ...action.target, revision: action.revision }),
        FIELD_MANAGER,
      );
      return;
    case 'restore':
      await restore(client, action);
      return;
    case 'restart':
      await apply(client, restartPatch(action), RESTART_FIELD_MANAGER);
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
): Promise<void> {
  const before = await client.core.readNamespace({ name: action.target.name });
  const found = injectionLabels(before.metadata?.labels ?? {});
  if (found.rev !== action.seen.rev || found.injection !== action.seen.injection) {
    throw new Error(`namespace ${action.target.name} was labelled anew since it was looked at`);
  }
  const labels = adoptLabelsPatch(before, action.target, action.revision);
  const after = await jsonPatch(client, action.target.name, labels, ADOPT_FIELD_MANAGER);
  await jsonPatch(client, action.target.name, adoptOwnershipPatch(after, now), ADOPT_FIELD_MANAGER);
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
