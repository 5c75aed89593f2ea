import { KWOK_API } from '../control-plane/prepare-cluster';
import { ApiAnswerError, type RawObjects } from '../../lib/cluster/raw-objects';
import type { IstiodPorts } from './istiod-command';

/** istiod's ports as its pod declares them. */
const POD_PORTS = {
  http: 8080,
  grpc: 15010,
  secureGrpc: 15012,
  monitoring: 15014,
  https: 15017,
} as const;

/** Lets a port-forward through the API server reach the process behind an istiod pod. */
export async function forwardPodPorts(
  client: RawObjects,
  pod: { readonly namespace: string; readonly name: string },
  ports: IstiodPorts,
): Promise<void> {
  const forwards = (Object.keys(POD_PORTS) as (keyof IstiodPorts)[]).map((name) => ({
    ports: [POD_PORTS[name]],
    target: { address: '127.0.0.1', port: ports[name] },
  }));
  await remove(client, pod);
  await client.send('create', identity(pod), { content: { ...identity(pod), spec: { forwards } } });
}

/** Forgets a pod's port-forwards. */
export async function remove(
  client: RawObjects,
  pod: { readonly namespace: string; readonly name: string },
): Promise<void> {
  try {
    await client.send('delete', identity(pod));
  } catch (error) {
    if (!(error instanceof ApiAnswerError) || error.status !== 404) throw error;
  }
}

function identity(pod: { readonly namespace: string; readonly name: string }) {
  return {
    apiVersion: KWOK_API,
    kind: 'PortForward',
    metadata: { name: pod.name, namespace: pod.namespace },
  };
}
