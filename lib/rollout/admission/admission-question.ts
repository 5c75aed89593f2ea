import { approvalOf } from '../commands/approval-of';
import { revisionOf } from '../patch/version-of';
import type { RolloutRecord } from '../record';

/** From when on the next wave may move as far as the one before it is concerned; `null` while it may not, or there is none. */
export function nextWaveDueAt(record: RolloutRecord): number | null {
  const { plan, phase, released, passingSince, since } = record;
  const next = plan.waves[released];
  if (phase !== 'moving' || next === undefined) return null;
  const approvedAt = approvalOf(record, next.name)?.at ?? 0;
  const before = plan.waves[released - 1];
  if (before === undefined) return Math.max(since, approvedAt);
  return passingSince === null
    ? null
    : Math.max(passingSince + before.soakSeconds * 1000, approvedAt);
}

/**
 * The revision whose admission has to be tried now, because it was restarted or a label or a tag is about to lead to it; `null`
 * for none.
 */
export function admissionQuestion(record: RolloutRecord, now: number): string | null {
  if (record.phase === 'proving') return record.proof === null ? null : record.plan.from;
  const dueAt = nextWaveDueAt(record);
  return dueAt === null || dueAt > now ? null : revisionOf(record.plan.to);
}
