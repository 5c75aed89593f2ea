import { canonicalJson } from './canonical-json';
import type { RolloutRecord } from './record';

/** A record with changes; the same object when they change nothing, so that nothing is stored for nothing. */
export function updateRecord(
  record: RolloutRecord,
  changes: Partial<RolloutRecord>,
): RolloutRecord {
  const isChanged = (Object.keys(changes) as (keyof RolloutRecord)[]).some(
    (key) => changes[key] !== record[key] && textOf(changes[key]) !== textOf(record[key]),
  );
  return isChanged ? { ...record, ...changes } : record;
}

/** What may be absent has no JSON. */
function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}
