import type { RolloutPosition } from './position';

/**
 * A position without the namespaces that are gone, or were made anew under the same name. The engine would make them
 * again: Pulumi's Kubernetes provider takes the uid, which refuses that in a direct patch, out of what it sends.
 */
export function onlyLiving(
  position: RolloutPosition,
  living: readonly { readonly uid: string }[],
): RolloutPosition {
  const uids = new Set(living.map(({ uid }) => uid));
  return { ...position, namespaces: position.namespaces.filter(({ uid }) => uids.has(uid)) };
}
