import {
  decodeAssignment,
  decodeCluster,
  decodePassthrough,
  decodeRoutes,
  TYPE,
} from '../xds-codec';
import type { ClusterTransport, DiscoveryResponse, Endpoint, VirtualHost } from '../xds-codec';

/** What a proxy goes by: the resources that it acknowledged last. */
export interface ProxyConfig {
  /** Clusters by name, and how they are spoken to. */
  readonly clusters: ReadonlyMap<string, ClusterTransport>;
  /** Endpoints by cluster. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  /** Virtual hosts by the name of their route configuration, such as `8080` or `http.80`. */
  readonly routes: ReadonlyMap<string, readonly VirtualHost[]>;
  /** Clusters that TLS is passed on to unread, by `<port>/<server name>`. @default none */
  readonly passthrough?: ReadonlyMap<string, string>;
}

/** What a proxy knows before istiod told it anything. */
export const NO_CONFIG: ProxyConfig = {
  clusters: new Map(),
  endpoints: new Map(),
  routes: new Map(),
};

/**
 * The configuration after a response was taken. Clusters and listeners come all at once, so those that are not named are gone;
 * endpoints and routes come for the names that changed.
 */
export function withResponse(config: ProxyConfig, response: DiscoveryResponse): ProxyConfig {
  const { typeUrl, resources } = response;
  if (typeUrl === TYPE.cluster) {
    const clusters = new Map(resources.map((one) => decodeCluster(one)));
    const known = [...config.endpoints].filter(([name]) => clusters.has(name));
    return { ...config, clusters, endpoints: new Map(known) };
  }
  if (typeUrl === TYPE.endpoint) {
    const news = resources.map((one) => decodeAssignment(one));
    return { ...config, endpoints: new Map([...config.endpoints, ...news]) };
  }
  if (typeUrl === TYPE.route) {
    const news = resources.map((one) => decodeRoutes(one));
    return { ...config, routes: new Map([...config.routes, ...news]) };
  }
  if (typeUrl === TYPE.listener) {
    const passthrough = new Map(resources.flatMap((one) => decodePassthrough(one)));
    const isNone = passthrough.size === 0 && config.passthrough === undefined;
    return isNone ? config : { ...config, passthrough };
  }
  return config;
}
