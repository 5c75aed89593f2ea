import type { gatewayApi } from '../generated/newest';
import type { AppTrafficSpec } from './app-traffic';

/** The group of the Gateway API. */
const GROUP = 'gateway.networking.k8s.io';

/** The route of a service by the Gateway API: for the proxies of the mesh by the Service, for users by the Gateway. */
export function renderHttpRoute(spec: AppTrafficSpec): gatewayApi.HTTPRoute {
  const { namespace, service, port, entry } = spec;
  const at = port === undefined ? {} : { port };
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'HTTPRoute',
    metadata: { name: service, namespace },
    spec: {
      parentRefs: [
        { group: '', kind: 'Service', name: service, ...at },
        ...(entry === undefined
          ? []
          : [
              {
                group: GROUP,
                kind: 'Gateway',
                namespace: entry.gateway.namespace,
                name: entry.gateway.name,
              },
            ]),
      ],
      ...(entry === undefined ? {} : { hostnames: entry.hosts }),
      rules: [{ backendRefs: backendsOf(spec), ...timesOf(spec), ...retryOf(spec) }],
    },
  };
}

function backendsOf({ service, port, versions = [] }: AppTrafficSpec): gatewayApi.HTTPBackendRef[] {
  const at = port === undefined ? {} : { port };
  if (versions.length === 0) return [{ name: service, ...at }];
  return versions.map((version) => ({
    name: version.service ?? `${service}-${version.name}`,
    ...at,
    weight: version.weight,
  }));
}

function timesOf({ timeout, retries }: AppTrafficSpec): Pick<gatewayApi.HTTPRouteRule, 'timeouts'> {
  const timeouts = {
    ...(timeout === undefined ? {} : { request: timeout }),
    ...(retries?.perTryTimeout === undefined ? {} : { backendRequest: retries.perTryTimeout }),
  };
  return Object.keys(timeouts).length === 0 ? {} : { timeouts };
}

function retryOf({ retries }: AppTrafficSpec): Pick<gatewayApi.HTTPRouteRule, 'retry'> {
  const { attempts, backoff, retryOn } = retries ?? {};
  const retry = {
    ...(attempts === undefined ? {} : { attempts }),
    ...(backoff === undefined ? {} : { backoff }),
    ...(retryOn === undefined ? {} : { codes: retryOn.split(',').map(Number) }),
  };
  return Object.keys(retry).length === 0 ? {} : { retry };
}
