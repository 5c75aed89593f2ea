import type { KubernetesObject } from '@kubernetes/client-node';
import { statusOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { KWOK_API } from '../control-plane/prepare-cluster';
import type { IstiodPorts } from './istiod-process';

/** istiod's ports as its pod declares them. */
const POD_PORTS = { http: 8080, grpc: 15010, secureGrpc: 15012, monitoring: 15014, https: 15017 } as const;

/** Lets a port-forward through the API server reach the process behind an istiod pod. */
export async function forwardPodPorts(
  client: KubeClient,
  pod: { readonly namespace: string; readonly name: string },
  ports: IstiodPorts,
): Promise<void> {
  const forwards = (Object.keys(POD_PORTS) as (keyof IstiodPorts)[]).map((name) => ({
    ports: [POD_PORTS[name]],
    target: { address: '127.0.0.1', port: ports[name] },
  }));
  const object: KubernetesObject & { spec: object } = { ...identity(pod), spec: { forwards } };
  await remove(client, pod);
  await client.objects.create(object);
}

/** Forgets a pod's port-forwards. */
export async function remove(
  client: KubeClient,
  pod: { readonly namespace: string; readonly name: string },
): Promise<void> {
  try {
    await client.objects.delete(identity(pod));
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

function identity(pod: { readonly namespace: string; readonly name: string }) {
  return {
    apiVersion: KWOK_API,
    kind: 'PortForward',
    metadata: { name: pod.name, namespace: pod.namespace },
  };
}
