import type { KubernetesObject } from '@kubernetes/client-node';
import { REVISION_LABEL } from '../rollout/names';
import type { PinnedFact } from '../rollout/pointers/pointer-fact';
import { isUnknownKind } from './api-error';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

/** Kinds of which istiod reads only what is labelled with its own revision, or with none. */
const KINDS = [
  ['networking.istio.io/v1', 'DestinationRule'],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter'],
  ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1beta1', 'ProxyConfig'],
  ['networking.istio.io/v1', 'ServiceEntry'],
  ['networking.istio.io/v1', 'Sidecar'],
  ['networking.istio.io/v1', 'VirtualService'],
  ['networking.istio.io/v1', 'WorkloadEntry'],
  ['networking.istio.io/v1', 'WorkloadGroup'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['security.istio.io/v1', 'PeerAuthentication'],
  ['security.istio.io/v1', 'RequestAuthentication'],
  ['telemetry.istio.io/v1', 'Telemetry'],
  ['extensions.istio.io/v1alpha1', 'TrafficExtension'],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin'],
] as const;

/** Every object of users that is labelled for one of the revisions; none of kinds that the cluster does not know. */
export async function readPinned(
  client: KubeClient,
  revisions: readonly string[],
): Promise<PinnedFact[]> {
  const labelSelector = `${REVISION_LABEL} in (${revisions.join(',')})`;
  const lists = KINDS.map(async ([apiVersion, kind]) => {
    const found = await listKnown(client, apiVersion, kind, labelSelector);
    return found.map(({ metadata }) => ({
      kind,
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
      revision: metadata?.labels?.[REVISION_LABEL] ?? '',
    }));
  });
  return (await Promise.all(lists)).flat();
}

async function listKnown(
  client: KubeClient,
  apiVersion: string,
  kind: string,
  labelSelector: string,
): Promise<readonly KubernetesObject[]> {
  try {
    return await listAll(client, apiVersion, kind, { labelSelector });
  } catch (error) {
    if (isUnknownKind(error)) return [];
    throw error;
  }
}
