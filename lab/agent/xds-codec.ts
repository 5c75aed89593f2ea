import { join } from 'node:path';
import { loadSync, type Type } from 'protobufjs';

const root = loadSync(join(__dirname, 'xds.proto'));

function codec(name: string): Type {
  return root.lookupType(`lab.${name}`);
}

const Request = codec('DiscoveryRequest');
const Response = codec('DiscoveryResponse');
const Cluster = codec('Cluster');
const Listener = codec('Listener');
const HttpConnectionManager = codec('HttpConnectionManager');

/** Type URLs that a proxy subscribes to. */
export const TYPE = {
  cluster: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  endpoint: 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment',
  listener: 'type.googleapis.com/envoy.config.listener.v3.Listener',
  route: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
} as const;

const HTTP_CONNECTION_MANAGER = 'HttpConnectionManager';
const EDS = 3;

/** A subscription or an acknowledgement. */
export interface DiscoveryRequest {
  readonly typeUrl: string;
  readonly resourceNames: readonly string[];
  readonly versionInfo: string;
  readonly responseNonce: string;
  /** Sent with the first request of a stream only. */
  readonly node?: { readonly id: string; readonly metadata: Readonly<Record<string, unknown>> };
}

/** What istiod sends. */
export interface DiscoveryResponse {
  readonly typeUrl: string;
  readonly versionInfo: string;
  readonly nonce: string;
  readonly resources: readonly { readonly value: Uint8Array }[];
}

/** A request on the wire. */
export function encodeRequest(request: DiscoveryRequest): Buffer {
  const node =
    request.node === undefined
      ? {}
      : { node: { id: request.node.id, metadata: toStruct(request.node.metadata) } };
  const message = Request.fromObject({
    ...request,
    resourceNames: [...request.resourceNames],
    ...node,
  });
  return Buffer.from(Request.encode(message).finish());
}

/** A response off the wire. */
export function decodeResponse(bytes: Buffer): DiscoveryResponse {
  return Response.toObject(Response.decode(bytes), {
    defaults: true,
    arrays: true,
  }) as DiscoveryResponse;
}

/** Names whose endpoints a proxy must ask for, given its clusters. */
export function endpointNames(clusters: DiscoveryResponse['resources']): string[] {
  const names = clusters.map(({ value }) => {
    const cluster = Cluster.toObject(Cluster.decode(value)) as {
      name?: string;
      type?: number;
      edsClusterConfig?: { serviceName?: string };
    };
    if (cluster.type !== EDS) return '';
    return cluster.edsClusterConfig?.serviceName ?? cluster.name ?? '';
  });
  return unique(names);
}

interface DecodedChain {
  filters?: { typedConfig?: { type_url?: string; value?: Uint8Array } }[];
}

/** Names of the routes that a proxy must ask for, given its listeners. */
export function routeNames(listeners: DiscoveryResponse['resources']): string[] {
  const names = listeners.flatMap(({ value }) => {
    const listener = Listener.toObject(Listener.decode(value)) as {
      filterChains?: DecodedChain[];
      defaultFilterChain?: DecodedChain;
    };
    const chains = [...(listener.filterChains ?? []), listener.defaultFilterChain ?? {}];
    return chains.flatMap((chain) => (chain.filters ?? []).map(routeName));
  });
  return unique(names);
}

function routeName(filter: { typedConfig?: { type_url?: string; value?: Uint8Array } }): string {
  const { type_url: typeUrl = '', value } = filter.typedConfig ?? {};
  if (!typeUrl.endsWith(HTTP_CONNECTION_MANAGER) || value === undefined) return '';
  const manager = HttpConnectionManager.toObject(HttpConnectionManager.decode(value)) as {
    rds?: { routeConfigName?: string };
  };
  return manager.rds?.routeConfigName ?? '';
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== '').sort();
}

function toStruct(value: Readonly<Record<string, unknown>>): object {
  return {
    fields: Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toValue(field)])),
  };
}

function toValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(toValue) } };
  if (typeof value === 'object' && value !== null) {
    return { structValue: toStruct(value as Record<string, unknown>) };
  }
  return { nullValue: 0 };
}
