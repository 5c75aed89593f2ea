import { PatchStrategy } from '@kubernetes/client-node';
import type { Action } from '../rollout/action';
import { gatewayName } from '../rollout/gateway-api/gateway-name';
import type { GatewayApiTarget } from '../rollout/gateway-api/gateway-api-target';
import { ADOPT_FIELD_MANAGER, FIELD_MANAGER, REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { labelOwners, ownedBy } from './label-owners';
import { GATEWAY_API_VERSION, type GatewayObject } from './read-gateway-api';

type Of<T extends Action['type']> = Extract<Action, { readonly type: T }>;

/**
 * Gives a Gateway the label of the revision that serves it, and makes that label ours alone: two writes, each refused where the
 * Gateway changed since it was read, or was made anew.
 */
export async function pinGateway(
  client: KubeClient,
  { target, revision, seen }: Of<'pin-gateway'>,
  now: Date,
): Promise<void> {
  const before = await readGateway(client, target);
  const label = labelOf(before);
  if (label !== seen && label !== revision) throw labelledAnew(target);
  const after =
    label === revision
      ? before
      : await merge(client, before, { labels: { [REVISION_LABEL]: revision } });
  const managedFields = ownedBy(
    FIELD_MANAGER,
    after.metadata?.managedFields ?? [],
    GATEWAY_API_VERSION,
    now,
  );
  await merge(client, after, { managedFields });
}

/** Sets the label of a Gateway that was pinned. Never forced: somebody else's is a conflict for a person to look at. */
export async function moveGateway(
  client: KubeClient,
  { target, revision, seen }: Of<'move-gateway'>,
): Promise<void> {
  const label = labelOf(await readGateway(client, target));
  if (label !== seen && label !== revision) throw labelledAnew(target);
  const { namespace, name, uid } = target;
  const body = {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { namespace, name, uid, labels: { [REVISION_LABEL]: revision } },
  };
  await client.objects.patch(
    body,
    undefined,
    undefined,
    FIELD_MANAGER,
    false,
    PatchStrategy.ServerSideApply,
  );
}

/** Gives a Gateway its former label back; one that is not as it was left is somebody else's by now, or a repeated step. */
export async function unpinGateway(
  client: KubeClient,
  { target }: Of<'unpin-gateway'>,
): Promise<void> {
  const gateway = await readGateway(client, target);
  if (!labelOwners(gateway.metadata?.managedFields).revOwned) return;
  await merge(client, gateway, { labels: { [REVISION_LABEL]: target.original } });
}

/** @throws Error when another Gateway has its name by now */
async function readGateway(client: KubeClient, target: GatewayApiTarget): Promise<GatewayObject> {
  const { namespace, name, uid } = target;
  const found = await client.objects.read<GatewayObject>({
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { namespace, name },
  });
  if (found.metadata?.uid !== uid) {
    throw new Error(`${gatewayName(target)} was made anew since it was looked at`);
  }
  return found;
}

/** The resource version makes it a compare-and-swap. */
async function merge(
  client: KubeClient,
  { metadata }: GatewayObject,
  change: object,
): Promise<GatewayObject> {
  const { namespace, name, uid, resourceVersion } = metadata ?? {};
  const body = {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { namespace, name, uid, resourceVersion, ...change },
  };
  return client.objects.patch<GatewayObject>(
    body as GatewayObject,
    undefined,
    undefined,
    ADOPT_FIELD_MANAGER,
    undefined,
    PatchStrategy.MergePatch,
  );
}

function labelOf({ metadata }: GatewayObject): string | null {
  return metadata?.labels?.[REVISION_LABEL] ?? null;
}

function labelledAnew(target: GatewayApiTarget): Error {
  return new Error(`${gatewayName(target)} was labelled anew since it was looked at`);
}
