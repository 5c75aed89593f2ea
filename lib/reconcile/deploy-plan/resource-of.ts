import type { MappedResource } from '../../deploy/map-tree';
import type { ObjectChange } from './object-change';

/** What of a tree a change is about; `undefined` where the tree does not name it any more. */
export function resourceOf(
  { type, object }: ObjectChange,
  resources: readonly MappedResource[],
): MappedResource | undefined {
  return resources.find(
    ({ type: mapped, body: { metadata } }) =>
      mapped === type && metadata.name === object.name && metadata.namespace === object.namespace,
  );
}
