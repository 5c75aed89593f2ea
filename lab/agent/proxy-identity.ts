import type { V1Container, V1EnvVar, V1Pod } from '@kubernetes/client-node';

/** Who a simulated proxy is, all of it taken from what the injector, or istiod, wrote into the pod. */
export interface ProxyIdentity {
  readonly namespace: string;
  readonly pod: string;
  readonly serviceAccount: string;
  /** What istiod knows its cluster by. */
  readonly cluster: string;
  /** `istiod-1-31.istio-system.svc:15012`: the istiod that this proxy was told to use. */
  readonly discoveryAddress: string;
  readonly node: { readonly id: string; readonly metadata: Readonly<Record<string, unknown>> };
}

const PROXY_CONTAINER = 'istio-proxy';
const STATUS = 'sidecar.istio.io/status';
const MANAGED = 'gateway.istio.io/managed';

/** Whether a pod has a proxy: it was injected, or istiod made it for a Gateway of the Gateway API. */
export function hasProxy({ metadata }: V1Pod): boolean {
  return metadata?.annotations?.[STATUS] !== undefined || metadata?.labels?.[MANAGED] !== undefined;
}

/** The proxy of a pod that has one; `null` when the pod names no istiod or has no address yet. */
export function proxyIdentity(pod: V1Pod): ProxyIdentity | null {
  const container = proxyContainer(pod);
  const ip = pod.status?.podIP;
  const discoveryAddress = container === undefined ? undefined : discoveryOf(container);
  if (container === undefined || ip === undefined || discoveryAddress === undefined) return null;
  const namespace = pod.metadata?.namespace ?? '';
  const name = pod.metadata?.name ?? '';
  const serviceAccount = pod.spec?.serviceAccountName ?? 'default';
  return {
    namespace,
    pod: name,
    serviceAccount,
    cluster: clusterOf(pod),
    discoveryAddress,
    node: {
      id: `${nodeType(container)}~${ip}~${name}.${namespace}~${namespace}.svc.cluster.local`,
      metadata: {
        NAMESPACE: namespace,
        NAME: name,
        SERVICE_ACCOUNT: serviceAccount,
        ISTIO_VERSION: imageTag(container.image ?? ''),
        LABELS: pod.metadata?.labels ?? {},
        INSTANCE_IPS: ip,
        ...placeOf(container),
        // Without it istiod does not count the connection as a proxy.
        PROXY_CONFIG: {},
      },
    },
  };
}

function proxyContainer(pod: V1Pod): V1Container | undefined {
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return containers.find(({ name }) => name === PROXY_CONTAINER);
}

/** Where a proxy is in the mesh, as the injector told it; the rest of the pod's own settings means nothing to the lab. */
const PLACE = {
  CLUSTER_ID: 'Kubernetes',
  MESH_ID: 'cluster.local',
  NETWORK: '',
  REQUESTED_NETWORK_VIEW: '',
} as const;

function placeOf({ env = [] }: V1Container): Record<string, string> {
  const names = Object.keys(PLACE) as (keyof typeof PLACE)[];
  const entries = names.map((name) => [name, settingOf(env, name)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function settingOf(env: readonly V1EnvVar[], name: keyof typeof PLACE): string {
  const found = env.find((entry) => entry.name === `ISTIO_META_${name}`)?.value ?? '';
  return found === '' ? PLACE[name] : found;
}

/** What a pod's proxy calls its cluster, which is what istiod knows the cluster by. */
export function clusterOf(pod: V1Pod): string {
  return settingOf(proxyContainer(pod)?.env ?? [], 'CLUSTER_ID');
}

function discoveryOf(container: V1Container): string | undefined {
  const value = (name: string) => container.env?.find((entry) => entry.name === name)?.value;
  try {
    const config = JSON.parse(value('PROXY_CONFIG') ?? '{}') as { discoveryAddress?: string };
    return config.discoveryAddress ?? value('CA_ADDR');
  } catch {
    return value('CA_ADDR');
  }
}

function nodeType(container: V1Container): string {
  return container.args?.includes('router') === true ? 'router' : 'sidecar';
}

/** Version of a pod's proxy, by its image; `''` when it has none. */
export function proxyVersion(pod: V1Pod): string {
  return imageTag(proxyContainer(pod)?.image ?? '');
}

/** `1.31.0` of `registry.istio.io/release/proxyv2:1.31.0-distroless`. */
export function imageTag(image: string): string {
  return /:(\d+\.\d+\.\d+)[^/]*$/.exec(image)?.[1] ?? '';
}
