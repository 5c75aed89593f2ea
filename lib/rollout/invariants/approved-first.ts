import { approvalOf } from '../commands/approval-of';
import { isRemovalUnapproved } from '../commands/removal-approval';
import type { Invariant, RolloutStep } from './invariant';

/** Where a person has the last word, no verdict stands in for it. */
export const approvedFirst: Invariant = {
  rule: 'S1',
  name: 'what needs approval happens only once it is approved',
  check,
};

function check({ before, decision: { record } }: RolloutStep): string | null {
  if (record.retired.length > before.retired.length && isRemovalUnapproved(record)) {
    return `${record.plan.from} is removed without approval`;
  }
  if (record.phase !== 'moving' || record.released <= before.released) return null;
  const wave = record.plan.waves[record.released - 1];
  if (wave?.approval !== true || approvalOf(record, wave.name) !== null) return null;
  return `${wave.name} moves without approval`;
}
