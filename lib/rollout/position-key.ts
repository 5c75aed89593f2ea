import { digest } from './digest';
import { positionOf } from './position-of';
import type { RolloutRecord } from './record';
import { remembered } from './remembered';

/**
 * One short text that changes exactly when something the tree depends on changes: the revisions in it, and where each
 * namespace, gateway and tag belongs. The attempt and the status are not part of it.
 */
export const positionKey = remembered((record: RolloutRecord): string => {
  const { installed, retired, namespaces, gateways, tags, pointers, versions } = positionOf(record);
  const { to } = record.plan;
  return digest({
    installed: installed ? to : null,
    retired: [...retired].sort(),
    namespaces: namespaces
      .map(({ name, uid, revision }) => `${name} ${uid} ${revision}`)
      .sort()
      .join('\n'),
    gateways,
    tags,
    pointers,
    ...(versions === undefined ? {} : { versions }),
  });
});
