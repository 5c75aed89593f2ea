import { namespacesByUid } from './look-up';
import type { Observation } from './observation';
import type { RolloutRecord } from './record';

/**
 * A record without the namespaces that are known to be gone. A namespace made anew under the same name is another one:
 * nobody agreed to move it, and a write with the old identity would be refused.
 */
export function forgetVanished(record: RolloutRecord, { namespaces }: Observation): RolloutRecord {
  if (!namespaces.known) return record;
  const living = namespacesByUid(namespaces.value);
  const kept = record.owned.namespaces.filter(({ uid }) => living.has(uid));
  return kept.length === record.owned.namespaces.length
    ? record
    : { ...record, owned: { ...record.owned, namespaces: kept } };
}
