import { REVISION_LABEL } from './names';
import type { NamespaceFact } from './observation';
import type { RolloutPosition } from './position';

/**
 * A position without the namespaces that are gone, or were made anew under the same name. The engine would make them
 * again: Pulumi's Kubernetes provider takes the uid, which refuses that in a direct patch, out of what it sends. What the others are
 * labelled with is noted, since only a wave may change it.
 */
export function onlyLiving(
  position: RolloutPosition,
  living: readonly Pick<NamespaceFact, 'name' | 'uid' | 'labels'>[],
): RolloutPosition {
  const uids = new Set(living.map(({ uid }) => uid));
  const namespaces = position.namespaces.filter(({ uid }) => uids.has(uid));
  const ours = new Set(namespaces.map(({ uid }) => uid));
  const labelled = living.flatMap(({ name, uid, labels }) => {
    const label = labels[REVISION_LABEL];
    return ours.has(uid) || label === undefined ? [] : [[name, label] as const];
  });
  return { ...position, namespaces, labelled: Object.fromEntries(labelled) };
}
