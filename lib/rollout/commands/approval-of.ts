import type { RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import type { Approval } from './command';

/** Who answers for a wave, or for a gate of it; `null` when nobody does. */
export function approvalOf(
  { approvals }: Pick<RolloutRecord, 'approvals'>,
  wave: string,
  gate: string | null = null,
): Approval | null {
  return approvals.find((one) => one.wave === wave && one.gate === gate) ?? null;
}

/** A result that somebody answers for passes, unless it has failed: a breach is nobody's to wave through. */
export function asApproved(record: RolloutRecord, wave: string, result: GateResult): GateResult {
  const approval = approvalOf(record, wave, result.gate);
  if (approval === null || result.verdict === 'Pass' || result.verdict === 'Fail') return result;
  const why = approval.reason === '' ? '' : ` (${approval.reason})`;
  const message = `approved by ${approval.by}${why}; it was ${result.verdict}: ${result.message}`;
  return { ...result, verdict: 'Pass', message };
}
