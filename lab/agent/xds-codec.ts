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
const TcpProxy = codec('TcpProxy');
const UpstreamTlsContext = codec('UpstreamTlsContext');
const HttpConnectionManager = codec('HttpConnectionManager');
const ClusterLoadAssignment = codec('ClusterLoadAssignment');
const RouteConfiguration = codec('RouteConfiguration');
const IstioCertificateRequest = codec('IstioCertificateRequest');
const IstioCertificateResponse = codec('IstioCertificateResponse');

/** Type URLs that a proxy subscribes to. */
export const TYPE = {
  cluster: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  endpoint: 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment',
  listener: 'type.googleapis.com/envoy.config.listener.v3.Listener',
  route: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
} as const;

const HTTP_CONNECTION_MANAGER = 'HttpConnectionManager';
const TCP_PROXY = 'tcp_proxy.v3.TcpProxy';
const EDS = 3;

/** A subscription, an acknowledgement or a refusal. */
export interface DiscoveryRequest {
  readonly typeUrl: string;
  readonly resourceNames: readonly string[];
  readonly versionInfo: string;
  readonly responseNonce: string;
  /** Why what came last was not taken. */
  readonly errorDetail?: { readonly code: number; readonly message: string };
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

/** A host that a proxy may send to. */
export interface Endpoint {
  readonly address: string;
  readonly port?: number;
  /** Its part of the requests, beside the weights of the others. @default 1 */
  readonly weight?: number;
  /** Whether it says that it can be spoken to with mutual TLS. */
  readonly mutualTls: boolean;
}

/** How a proxy speaks to the endpoints of a cluster. */
export interface ClusterTransport {
  /** Whether it speaks mutual TLS to endpoints that can. */
  readonly mutualTls: boolean;
  /** The server name that it asks for then, by which a gateway of another network knows where to. */
  readonly sni?: string;
}

/** Hosts of a route configuration, and the cluster that their first route leads to. */
export interface VirtualHost {
  readonly domains: readonly string[];
  readonly cluster: string | null;
}

type Resource = DiscoveryResponse['resources'][number];

const MUTUAL_TLS = { match: 'tlsMode-istio', metadata: 'envoy.transport_socket_match' } as const;

/** A cluster's name and its transport. */
export function decodeCluster({ value }: Resource): [string, ClusterTransport] {
  const cluster = Cluster.toObject(Cluster.decode(value), { defaults: true, arrays: true }) as {
    name: string;
    transportSocketMatches: {
      name: string;
      transportSocket: { typedConfig: DecodedAny | null } | null;
    }[];
  };
  const secured = cluster.transportSocketMatches.find(({ name }) => name === MUTUAL_TLS.match);
  if (secured === undefined) return [cluster.name, { mutualTls: false }];
  const sni = serverNameOf(secured.transportSocket?.typedConfig?.value);
  return [cluster.name, { mutualTls: true, ...(sni === '' ? {} : { sni }) }];
}

function serverNameOf(context: Uint8Array | undefined): string {
  if (context === undefined) return '';
  const { sni } = UpstreamTlsContext.toObject(UpstreamTlsContext.decode(context)) as {
    sni?: string;
  };
  return sni ?? '';
}

interface DecodedAny {
  type_url?: string;
  value?: Uint8Array;
}

interface DecodedAddress {
  socketAddress?: { address?: string; portValue?: number };
}

/** A cluster's name and its endpoints. */
export function decodeAssignment({ value }: Resource): [string, readonly Endpoint[]] {
  const assignment = ClusterLoadAssignment.toObject(ClusterLoadAssignment.decode(value)) as {
    clusterName?: string;
    endpoints?: { lbEndpoints?: DecodedEndpoint[] }[];
  };
  const endpoints = (assignment.endpoints ?? []).flatMap(({ lbEndpoints }) => lbEndpoints ?? []);
  return [assignment.clusterName ?? '', endpoints.map(endpointOf)];
}

interface DecodedEndpoint {
  endpoint?: { address?: DecodedAddress };
  metadata?: { filterMetadata?: Record<string, DecodedStruct> };
  loadBalancingWeight?: { value?: number };
}

function endpointOf({ endpoint, metadata, loadBalancingWeight }: DecodedEndpoint): Endpoint {
  const { address = '', portValue } = endpoint?.address?.socketAddress ?? {};
  const weight = loadBalancingWeight?.value;
  const settings = metadata?.filterMetadata?.[MUTUAL_TLS.metadata]?.fields;
  return {
    address,
    ...(portValue === undefined ? {} : { port: portValue }),
    ...(weight === undefined ? {} : { weight }),
    mutualTls: settings?.['tlsMode']?.stringValue === 'istio',
  };
}

interface DecodedStruct {
  fields?: Record<string, { stringValue?: string }>;
}

/** The name of a route configuration and its virtual hosts. */
export function decodeRoutes({ value }: Resource): [string, readonly VirtualHost[]] {
  const configuration = RouteConfiguration.toObject(RouteConfiguration.decode(value)) as {
    name?: string;
    virtualHosts?: { domains?: string[]; routes?: DecodedRoute[] }[];
  };
  const hosts = (configuration.virtualHosts ?? []).map(({ domains, routes }) => ({
    domains: domains ?? [],
    cluster: clusterOf(routes?.[0]),
  }));
  return [configuration.name ?? '', hosts];
}

interface DecodedRoute {
  route?: { cluster?: string; weightedClusters?: { clusters?: { name?: string }[] } };
}

function clusterOf(first: DecodedRoute | undefined): string | null {
  const { cluster, weightedClusters } = first?.route ?? {};
  return cluster ?? weightedClusters?.clusters?.[0]?.name ?? null;
}

interface DecodedChain {
  filterChainMatch?: { serverNames?: string[] };
  filters?: DecodedFilter[];
}

interface DecodedFilter {
  typedConfig?: DecodedAny;
}

interface DecodedListener {
  address?: DecodedAddress;
  filterChains?: DecodedChain[];
  defaultFilterChain?: DecodedChain;
}

/** What a gateway passes on without reading it: the cluster of each server name, as `<port>/<server name>`. */
export function decodePassthrough({ value }: Resource): [string, string][] {
  const { address, filterChains = [] } = Listener.toObject(
    Listener.decode(value),
  ) as DecodedListener;
  const port = String(address?.socketAddress?.portValue ?? 0);
  return filterChains.flatMap(({ filterChainMatch, filters = [] }) => {
    const cluster = filters.map(tcpCluster).find((name) => name !== '');
    if (cluster === undefined) return [];
    const names = filterChainMatch?.serverNames ?? [];
    return names.map((name): [string, string] => [`${port}/${name}`, cluster]);
  });
}

function tcpCluster({ typedConfig }: DecodedFilter): string {
  const { type_url: typeUrl = '', value } = typedConfig ?? {};
  if (!typeUrl.endsWith(TCP_PROXY) || value === undefined) return '';
  return (TcpProxy.toObject(TcpProxy.decode(value)) as { cluster?: string }).cluster ?? '';
}

/** Names of the routes that a proxy must ask for, given its listeners. */
export function routeNames(listeners: DiscoveryResponse['resources']): string[] {
  const names = listeners.flatMap(({ value }) => {
    const listener = Listener.toObject(Listener.decode(value)) as DecodedListener;
    const chains = [...(listener.filterChains ?? []), listener.defaultFilterChain ?? {}];
    return chains.flatMap((chain) => (chain.filters ?? []).map(routeName));
  });
  return unique(names);
}

function routeName(filter: DecodedFilter): string {
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

/** A request to Istio's certificate authority, on the wire. */
export function encodeCertificateRequest(request: {
  readonly csr: string;
  readonly validityDuration: number;
}): Buffer {
  return Buffer.from(
    IstioCertificateRequest.encode(IstioCertificateRequest.fromObject(request)).finish(),
  );
}

/** The signed certificate and those above it, as PEM. */
export function decodeCertificates(bytes: Buffer): readonly string[] {
  const answer = IstioCertificateResponse.toObject(IstioCertificateResponse.decode(bytes)) as {
    certChain?: string[];
  };
  return answer.certChain ?? [];
}
