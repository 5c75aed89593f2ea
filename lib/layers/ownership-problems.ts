import type { kinds } from '../generated/newest';
import { layerName, layerNamespace } from './layer-name';
import type { KnownObject, LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { isOfProxies } from './mesh-gateway';
import { resolveHost } from './resolve-host';
import { serviceOfHost } from './service-of-host';

/** Kinds whose objects are in no namespace, as far as a layer may have any. */
const NAMESPACE = 'Namespace';

/**
 * Everything by which a tree reaches into namespaces that are not its own: objects in them, objects of the whole cluster, and what
 * the proxies of others follow for a service that is another's.
 * @param owned - namespaces of the team
 */
export function ownershipProblems(
  { all, routes, entries }: LayerObjects,
  owned: readonly string[],
): LayerProblem[] {
  const own = `its namespaces are ${owned.join(', ') || 'none'}`;
  return [
    ...all.flatMap((object) => placeProblems(object, owned, own)),
    ...[...routes.filter(isOfProxies), ...entries].flatMap((object) =>
      hostProblems(object, owned, own),
    ),
  ];
}

function placeProblems(object: KnownObject, owned: readonly string[], own: string): LayerProblem[] {
  const { kind, metadata } = object;
  const { name = '', namespace } = metadata ?? {};
  if (namespace !== undefined && owned.includes(namespace)) return [];
  if (kind === NAMESPACE && object.apiVersion === 'v1') {
    if (owned.includes(name)) return [];
    return [
      {
        object: `${NAMESPACE} ${name}`,
        path: 'metadata.name',
        message: `found "${name}", which is not the team's; ${own}`,
      },
    ];
  }
  if (namespace === undefined) {
    const message = `is missing: an object without one is of the whole cluster, or wherever a tool puts it; ${own}`;
    return [{ object: `${kind} ${name}`, path: 'metadata.namespace', message }];
  }
  const message = `found "${namespace}", which is not the team's; ${own}`;
  return [{ object: layerName(object), path: 'metadata.namespace', message }];
}

/** Where nothing says otherwise, an object is for the proxies of every namespace. */
function hostProblems(
  object: kinds.VirtualService | kinds.ServiceEntry,
  owned: readonly string[],
  own: string,
): LayerProblem[] {
  const { hosts = [], exportTo = ['*'] } = object.spec ?? {};
  if (exportTo.every((to) => to === '.' || owned.includes(to))) return [];
  return hosts.flatMap((host, index): LayerProblem[] => {
    const service = serviceOfHost(resolveHost(host, layerNamespace(object)));
    if (service === null || owned.includes(service.namespace)) return [];
    const message = `found "${host}", a service of namespace ${service.namespace}: everybody's requests to it would go where this says; set exportTo ["."], or leave it to its owner (${own})`;
    return [{ object: layerName(object), path: `spec.hosts[${String(index)}]`, message }];
  });
}
