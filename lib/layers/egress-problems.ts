import type { gatewayApi, kinds } from '../generated/newest';
import { layerName, layerNamespace } from './layer-name';
import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { isOfProxies } from './mesh-gateway';
import { isHostIn, resolveHost } from './resolve-host';
import { serviceOfHost } from './service-of-host';

/**
 * Hosts that a route sends the requests of its namespace to, and that the proxies there are not told of, since the Sidecar of the
 * namespace leaves them out: they would be treated as something outside of the mesh, or refused.
 */
export function egressProblems({ routes, httpRoutes, sidecars }: LayerObjects): LayerProblem[] {
  const sent = [
    // Gateways of another namespace know other hosts than the proxies of this one.
    ...routes.filter(isOfProxies).flatMap(destinationsOf),
    ...httpRoutes.filter(isOfService).flatMap(backendsOf),
  ];
  return sidecars.flatMap((sidecar) => {
    const scope = scopeOf(sidecar);
    if (scope === null) return [];
    const namespace = layerNamespace(sidecar);
    return sent
      .filter((one) => one.namespace === namespace && !isInScope(one.host, scope, namespace))
      .map(({ object, path, host }) => ({
        object,
        path,
        message: `found "${host}", which the egress of ${layerName(sidecar)} leaves out (it has ${scope.join(', ')}); add its namespace there`,
      }));
  });
}

/** Where the requests of a namespace are sent. */
interface Destination {
  readonly object: string;
  readonly namespace: string;
  readonly path: string;
  readonly host: string;
}

/** Hosts of the Sidecar of a whole namespace; `null` for one of chosen pods, or one that says nothing of hosts. */
function scopeOf({ spec }: kinds.Sidecar): readonly string[] | null {
  if (spec?.workloadSelector !== undefined || spec?.egress === undefined) return null;
  return spec.egress.flatMap(({ hosts = [] }) => hosts);
}

function destinationsOf(route: kinds.VirtualService): Destination[] {
  const namespace = layerNamespace(route);
  const object = layerName(route);
  const { http = [], tcp = [], tls = [] } = route.spec ?? {};
  return Object.entries({ http, tcp, tls }).flatMap(([protocol, list]) =>
    list.flatMap((one, index) =>
      (one.route ?? []).flatMap(({ destination }, place) => {
        if (destination?.host === undefined) return [];
        const path = `spec.${protocol}[${String(index)}].route[${String(place)}].destination.host`;
        return [{ object, namespace, path, host: resolveHost(destination.host, namespace) }];
      }),
    ),
  );
}

/** By a Service as its parent a route is for the proxies of its namespace. */
function isOfService({ spec }: gatewayApi.HTTPRoute): boolean {
  return spec?.parentRefs?.some(({ kind }) => kind === 'Service') === true;
}

function backendsOf(route: LayerObjects['httpRoutes'][number]): Destination[] {
  const namespace = layerNamespace(route);
  return (route.spec?.rules ?? []).flatMap(({ backendRefs = [] }, index) =>
    backendRefs.map((backend, place) => ({
      object: layerName(route),
      namespace,
      path: `spec.rules[${String(index)}].backendRefs[${String(place)}]`,
      host: resolveHost(backend.name ?? '', backend.namespace ?? namespace),
    })),
  );
}

function isInScope(host: string, scope: readonly string[], namespace: string): boolean {
  const service = serviceOfHost(host);
  return scope.some((entry) => {
    const slash = entry.indexOf('/');
    const [of, hosts] = [entry.slice(0, slash), entry.slice(slash + 1)];
    if (!isHostIn(host, hosts)) return false;
    if (of === '*') return true;
    // Which namespace has something outside of the mesh is not said by its name.
    if (service === null) return of !== '~';
    return (of === '.' ? namespace : of) === service.namespace;
  });
}
