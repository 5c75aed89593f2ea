import { REVISION_LABEL } from '../rollout/names';
import { statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/** Kinds that may be deleted directly, and whether the revision's label is on what Istio makes of them. */
const KINDS: Readonly<
  Record<string, { readonly apiVersion: string; readonly isLabelled: boolean }>
> = {
  ConfigMap: { apiVersion: 'v1', isLabelled: true },
  Lease: { apiVersion: 'coordination.k8s.io/v1', isLabelled: false },
  NetworkPolicy: { apiVersion: 'networking.k8s.io/v1', isLabelled: true },
};

/**
 * Deletes what a removed revision left behind, given as `<Kind> <namespace>/<name>`. It is read first, and only this very
 * object goes: one that was made anew meanwhile, or belongs to another revision, stays.
 *
 * @throws Error when it is not the revision's.
 */
export async function deleteLeftover(
  client: KubeClient,
  revision: string,
  object: string,
): Promise<void> {
  const [kind = '', path = ''] = object.split(' ');
  const [namespace = '', name = ''] = path.split('/');
  const known = KINDS[kind];
  if (known === undefined) throw new Error(`${object} is not of a kind that is deleted directly`);
  const header = { apiVersion: known.apiVersion, kind, metadata: { namespace, name } };
  try {
    const { metadata } = await client.objects.read(header);
    const label = metadata?.labels?.[REVISION_LABEL];
    if (known.isLabelled && label !== revision) {
      throw new Error(`${object} is labelled ${label ?? 'for no revision'}, not ${revision}`);
    }
    const uid = metadata?.uid;
    await client.objects.delete(
      header,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      uid === undefined ? {} : { preconditions: { uid } },
    );
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
