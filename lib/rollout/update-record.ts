import { canonicalJson } from './canonical-json';
import type { RolloutRecord } from './record';

/** A record with changes; the same object when they change nothing, so that nothing is stored for nothing. */
export function updateRecord(
  record: RolloutRecord,
  changes: Partial<RolloutRecord>,
): RolloutRecord {
  const updated = { ...record, ...changes };
  return canonicalJson(updated) === canonicalJson(record) ? record : updated;
}
