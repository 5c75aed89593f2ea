import type { Observation } from '../observation';
import { namespacesIn } from './namespaces-in';

/** Where istiods are, or anything of a revision: the name of the mesh's namespace is part of some names. */
export function meshNamespaces({ istiods, revisionObjects }: Observation): readonly string[] {
  const pods = istiods.known ? istiods.value.map(({ pod }) => `Pod ${pod}`) : [];
  const objects = revisionObjects.known ? Object.values(revisionObjects.value).flat() : [];
  return namespacesIn([...pods, ...objects]);
}
