import type { gatewayApi, kinds, kubernetes } from '../generated/newest';

/** What the rules know of an object that is none of Istio's: where it is, and what of it is selected. */
export interface KnownObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: kubernetes.ObjectMeta;
}

/** A workload, or a single pod, with the labels by which policies choose it. */
export interface KnownWorkload extends KnownObject {
  readonly podLabels: Readonly<Record<string, string>>;
}

/** Objects that the rules of the layers read; whatever else a tree has is left alone. */
export interface LayerObjects {
  readonly routes: readonly kinds.VirtualService[];
  readonly rules: readonly kinds.DestinationRule[];
  readonly gateways: readonly kinds.Gateway[];
  readonly entries: readonly kinds.ServiceEntry[];
  readonly sidecars: readonly kinds.Sidecar[];
  readonly authentications: readonly kinds.PeerAuthentication[];
  readonly authorizations: readonly kinds.AuthorizationPolicy[];
  readonly httpRoutes: readonly (KnownObject & gatewayApi.HTTPRoute)[];
  readonly apiGateways: readonly (KnownObject & gatewayApi.Gateway)[];
  readonly workloads: readonly KnownWorkload[];
  /** All of them. */
  readonly all: readonly KnownObject[];
}

const NETWORKING = 'networking.istio.io/';
const SECURITY = 'security.istio.io/';
const GATEWAY_API = 'gateway.networking.k8s.io/';

/** Picks them out of the objects of a tree. */
export function layerObjects(objects: readonly unknown[]): LayerObjects {
  const all = objects.filter(isObject);
  return {
    routes: all.filter(isKind<kinds.VirtualService>(NETWORKING, 'VirtualService')),
    rules: all.filter(isKind<kinds.DestinationRule>(NETWORKING, 'DestinationRule')),
    gateways: all.filter(isKind<kinds.Gateway>(NETWORKING, 'Gateway')),
    entries: all.filter(isKind<kinds.ServiceEntry>(NETWORKING, 'ServiceEntry')),
    sidecars: all.filter(isKind<kinds.Sidecar>(NETWORKING, 'Sidecar')),
    authentications: all.filter(isKind<kinds.PeerAuthentication>(SECURITY, 'PeerAuthentication')),
    authorizations: all.filter(isKind<kinds.AuthorizationPolicy>(SECURITY, 'AuthorizationPolicy')),
    httpRoutes: all.filter(isKind<gatewayApi.HTTPRoute>(GATEWAY_API, 'HTTPRoute')),
    apiGateways: all.filter(isKind<gatewayApi.Gateway>(GATEWAY_API, 'Gateway')),
    workloads: all.flatMap(workloadOf),
    all,
  };
}

function isObject(one: unknown): one is KnownObject {
  const { apiVersion, kind } = (one ?? {}) as { apiVersion?: unknown; kind?: unknown };
  return typeof apiVersion === 'string' && typeof kind === 'string';
}

function isKind<T>(group: string, kind: string) {
  return (object: KnownObject): object is KnownObject & T =>
    object.kind === kind && object.apiVersion.startsWith(group);
}

interface PodTemplate {
  readonly template?: { readonly metadata?: kubernetes.ObjectMeta };
}

function workloadOf(object: KnownObject): KnownWorkload[] {
  const { kind, metadata } = object;
  if (kind === 'Pod') return [{ ...object, podLabels: metadata?.labels ?? {} }];
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) return [];
  const { spec } = object as { readonly spec?: PodTemplate };
  return [{ ...object, podLabels: spec?.template?.metadata?.labels ?? {} }];
}
