import { createHash } from 'node:crypto';
import type { MappedResource } from './map-tree';

/** One short text that changes exactly when what is deployed changes, in whichever order the tree names it. */
export function sourceDigest(resources: readonly MappedResource[]): string {
  const hash = createHash('sha256');
  for (const { key, body, dependsOn, protect, retainOnDelete } of [...resources].sort(byKey)) {
    hash.update(JSON.stringify([key, body, [...dependsOn].sort(), protect, retainOnDelete]));
  }
  return hash.digest('hex').slice(0, 16);
}

function byKey(a: MappedResource, b: MappedResource): number {
  return a.key < b.key ? -1 : 1;
}
