import type { KubernetesObject } from '@kubernetes/client-node';
import { REVISION_LABEL } from '../rollout/names';
import type { PeerAuthenticationFact } from '../rollout/observation';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { isUnknownKind } from './api-error';

interface PeerAuthentication extends KubernetesObject {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly mtls?: { readonly mode?: string };
  };
}

/** Every PeerAuthentication; none where the cluster does not know the kind. */
export async function readPeerAuthentications(
  client: KubeClient,
): Promise<PeerAuthenticationFact[]> {
  try {
    const found = await listAll<PeerAuthentication>(
      client,
      'security.istio.io/v1',
      'PeerAuthentication',
    );
    return found.map(({ metadata, spec }) => ({
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
      mode: spec?.mtls?.mode ?? 'UNSET',
      selective: Object.keys(spec?.selector?.matchLabels ?? {}).length > 0,
      revision: metadata?.labels?.[REVISION_LABEL] ?? null,
    }));
  } catch (error) {
    if (isUnknownKind(error)) return [];
    throw error;
  }
}
