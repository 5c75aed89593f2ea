import type { kinds } from '../generated/newest';

/** Every proxy of the mesh, in place of a gateway. */
export const MESH = 'mesh';

/** Whether a route is for the proxies of the mesh, as it is where it names no gateway. */
export function isOfProxies({ spec }: kinds.VirtualService): boolean {
  return spec?.gateways === undefined || spec.gateways.includes(MESH);
}
