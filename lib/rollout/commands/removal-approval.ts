import type { RolloutRecord } from '../record';
import { approvalOf } from './approval-of';

/** What is approved in the place of a wave, where a person has to approve that `from` is removed; no wave may be called so. */
export const REMOVAL = 'removal';

/** Whether `from` may not go before a person has said so, and nobody has. */
export function isRemovalUnapproved(record: RolloutRecord): boolean {
  return record.plan.removal === 'approve' && approvalOf(record, REMOVAL) === null;
}
