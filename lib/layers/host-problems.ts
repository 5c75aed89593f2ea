import type { kinds } from '../generated/newest';
import type { LayerObjects } from './layer-objects';
import { layerName, layerNamespace } from './layer-name';
import type { LayerProblem } from './layer-problem';
import { MESH } from './mesh-gateway';
import { isHostIn } from './resolve-host';

/** Hosts of routes that none of their gateways serves: nobody would ever get there. */
export function hostProblems({ routes, gateways }: LayerObjects): LayerProblem[] {
  const served = new Map(gateways.map((gateway) => [keyOf(gateway), hostsOf(gateway)]));
  return routes.flatMap((route) => {
    const named = (route.spec?.gateways ?? []).filter((name) => name !== MESH);
    if (named.length === 0) return [];
    const keys = named.map((name) =>
      name.includes('/') ? name : `${layerNamespace(route)}/${name}`,
    );
    return [...missing(route, keys, served), ...unserved(route, keys, served)];
  });
}

type Served = ReadonlyMap<string, readonly string[]>;

function missing(route: kinds.VirtualService, keys: readonly string[], served: Served) {
  return keys
    .filter((key) => !served.has(key))
    .map((key): LayerProblem => {
      const known =
        served.size === 0 ? 'there is none' : `there are ${[...served.keys()].join(', ')}`;
      const message = `found gateway "${key}", which is not known here (${known}); name one, or say which hosts it serves`;
      return { object: layerName(route), path: 'spec.gateways', message };
    });
}

function unserved(route: kinds.VirtualService, keys: readonly string[], served: Served) {
  // What a gateway that is not known serves is not known either; it is told of already.
  if (keys.some((key) => !served.has(key))) return [];
  const hosts = keys.flatMap((key) => served.get(key) ?? []);
  const isMeshToo = route.spec?.gateways?.includes(MESH) === true;
  return (route.spec?.hosts ?? []).flatMap((host, index): LayerProblem[] => {
    if (hosts.some((of) => isHostIn(host, of))) return [];
    // What only proxies ask for needs no gateway.
    if (isMeshToo && isService(host)) return [];
    const path = `spec.hosts[${String(index)}]`;
    const message = `found "${host}", which ${keys.join(' and ')} does not serve; it serves ${hosts.join(', ')}`;
    return [{ object: layerName(route), path, message }];
  });
}

function isService(host: string): boolean {
  return !host.includes('.') || host.endsWith('.svc.cluster.local');
}

/** A server may say for which namespaces it serves a host; that is checked by Istio. */
function hostsOf({ spec }: kinds.Gateway): string[] {
  const hosts = (spec?.servers ?? []).flatMap((server) => server.hosts ?? []);
  return hosts.map((host) => host.slice(host.indexOf('/') + 1));
}

function keyOf(gateway: kinds.Gateway): string {
  return `${layerNamespace(gateway)}/${gateway.metadata?.name ?? ''}`;
}
