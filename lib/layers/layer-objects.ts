import type { kinds } from '../generated/newest';

/** Objects that the rules of the layers read; whatever else a tree has is left alone. */
export interface LayerObjects {
  readonly routes: readonly kinds.VirtualService[];
  readonly rules: readonly kinds.DestinationRule[];
  readonly gateways: readonly kinds.Gateway[];
}

/** Picks them out of the objects of a tree. */
export function layerObjects(objects: readonly unknown[]): LayerObjects {
  return {
    routes: objects.filter((one) => isKind<kinds.VirtualService>(one, 'VirtualService')),
    rules: objects.filter((one) => isKind<kinds.DestinationRule>(one, 'DestinationRule')),
    gateways: objects.filter((one) => isKind<kinds.Gateway>(one, 'Gateway')),
  };
}

function isKind<T>(object: unknown, kind: string): object is T {
  const { apiVersion, kind: found } = object as { apiVersion?: string; kind?: string };
  return found === kind && apiVersion?.startsWith('networking.istio.io/') === true;
}
