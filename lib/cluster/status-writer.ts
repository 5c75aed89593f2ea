import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { canonicalJson } from '../rollout/canonical-json';
import { STATUS_FIELD_MANAGER, type ObjectRef } from '../rollout/status/operator-resource';
import { messageOf, statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/** How often a write is begun anew because the object changed since it was read. */
const ATTEMPTS = 5;

/** A kind whose objects have a status of ours. */
export interface StatusKind<S> {
  readonly resource: {
    readonly group: string;
    readonly version: string;
    readonly plural: string;
    readonly kind: string;
  };
  /** What an object has as its status; `null` when that is none of ours. */
  readonly read: (value: unknown) => S | null;
}

/** An object as the API server has it. */
export type StoredObject<S> =
  | {
      readonly found: true;
      readonly uid: string;
      readonly generation: number;
      readonly resourceVersion: string;
      /** `null` when it has none that is ours. */
      readonly status: S | null;
    }
  /** The object or its kind is not there. */
  | { readonly found: false; readonly reason: string };

/** What became of a status. */
export type StatusWrite =
  | { readonly type: 'written' }
  | { readonly type: 'unchanged' }
  /** The object or its kind is not there any more, or another object has its name. */
  | { readonly type: 'gone'; readonly reason: string };

type CustomClient = Pick<KubeClient, 'custom'>;

/** Reads the status of an object. */
export async function readStatus<S>(
  client: CustomClient,
  { resource, read }: StatusKind<S>,
  { namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>,
): Promise<StoredObject<S>> {
  try {
    const object = (await client.custom.getNamespacedCustomObject({
      ...resource,
      namespace,
      name,
    })) as {
      readonly metadata: Pick<
        Extract<StoredObject<S>, { found: true }>,
        'uid' | 'generation' | 'resourceVersion'
      >;
      readonly status?: unknown;
    };
    const { uid, generation, resourceVersion } = object.metadata;
    const status = read(object.status);
    return { found: true, uid, generation, resourceVersion, status };
  } catch (error) {
    if (statusOf(error) === 404) return { found: false, reason: messageOf(error) };
    throw error;
  }
}

/**
 * Gives an object its status, unless it has the same already. The status has one owner, so what another manager
 * owns of it, such as Istio's own operator, is taken over by force.
 * @param read - the object as the caller has just read it; where it changed since, it is read again
 */
export async function writeStatus<S>(
  client: CustomClient,
  kind: StatusKind<S>,
  ref: ObjectRef,
  status: S,
  read?: StoredObject<S>,
): Promise<StatusWrite> {
  for (let attempt = 1; ; attempt += 1) {
    const known = attempt === 1 ? read : undefined;
    const stored = known ?? (await readStatus(client, kind, ref));
    if (!stored.found) return { type: 'gone', reason: stored.reason };
    if (stored.uid !== ref.uid) {
      return { type: 'gone', reason: 'it was deleted, and another object has its name' };
    }
    if (isSame(stored.status, status)) return { type: 'unchanged' };
    try {
      await applyStatus(client, kind, ref, status, stored.resourceVersion);
      return { type: 'written' };
    } catch (error) {
      if (statusOf(error) === 404) return { type: 'gone', reason: messageOf(error) };
      // A forced write conflicts with nothing but a change of the object since it was read.
      if (statusOf(error) !== 409 || attempt === ATTEMPTS) throw error;
    }
  }
}

function isSame<S>(live: S | null, status: S): boolean {
  return live !== null && canonicalJson(live) === canonicalJson(status);
}

/** The API server takes no notice of a uid here, so the version is what tells an object from another one of its name. */
async function applyStatus<S>(
  client: CustomClient,
  { resource }: StatusKind<S>,
  { namespace, name }: ObjectRef,
  status: S,
  resourceVersion: string,
): Promise<void> {
  const { group, version, kind } = resource;
  const metadata = { name, namespace, resourceVersion };
  await client.custom.patchNamespacedCustomObjectStatus(
    {
      ...resource,
      namespace,
      name,
      body: { apiVersion: `${group}/${version}`, kind, metadata, status },
      fieldManager: STATUS_FIELD_MANAGER,
      fieldValidation: 'Strict',
      force: true,
    },
    setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply),
  );
}
