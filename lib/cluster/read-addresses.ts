import type { KubernetesObject, V1Service } from '@kubernetes/client-node';
import { GENERATION_LABEL } from '../rollout/generation-name';
import type { AddressFact } from '../rollout/observation';
import type { GatewayRef } from '../rollout/rollout-spec';
import { statusOf } from './api-error';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { readyEndpoints, SERVICE_LABEL, type SliceOfPods } from './ready-endpoints';

/** The Service of each gateway, with the pods that are ready behind it; none of gateways that have no Service. */
export async function readAddresses(
  client: KubeClient,
  gateways: readonly GatewayRef[],
): Promise<readonly AddressFact[]> {
  const found = await Promise.all(gateways.map((gateway) => readAddress(client, gateway)));
  return found.filter((one) => one !== null);
}

async function readAddress(
  client: KubeClient,
  { namespace, name }: GatewayRef,
): Promise<AddressFact | null> {
  const service = await readService(client, namespace, name);
  if (service === null) return null;
  const labelSelector = `${SERVICE_LABEL}=${name}`;
  const slices = await listAll<KubernetesObject & SliceOfPods>(
    client,
    'discovery.k8s.io/v1',
    'EndpointSlice',
    {
      namespace,
      labelSelector,
    },
  );
  const pods = slices.flatMap(readyEndpoints);
  const serving = service.spec?.selector?.[GENERATION_LABEL] ?? null;
  return { namespace, name, serving, endpoints: [...new Set(pods)].sort() };
}

async function readService(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<V1Service | null> {
  try {
    return await client.core.readNamespacedService({ namespace, name });
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
