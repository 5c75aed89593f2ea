import type { Decision } from '../action';
import { applyDue } from '../apply-due';
import { act, hold, turnBack, UNPROVED, wait, type PhaseInput } from '../decide';
import { correctDrift } from '../drift-decision';
import { awaitClusters } from '../fleet/await-clusters';
import { retentionHold } from '../fleet/retention-hold';
import { judgeForward } from '../judge-forward';
import { proveWaves } from '../prove-waves';
import type { GateResult } from '../verdict';
import { statusOf } from '../status-of';
import { movedWaves } from '../wave-members';

/** The longest pause between two looks, in milliseconds: shorter than what counts as time in which nobody looked. */
const POLL_MS = 15_000;

/** How much of the window a killed driver may lose, in milliseconds; the record is not written more often for it. */
const KEEP_EVERY_MS = 60_000;

/**
 * Keeps `from` after the last wave, ready to take everything back, while every wave goes on being judged. The window is
 * over when its time has passed with every gate passing and somebody looking.
 */
export function retaining(before: PhaseInput): Decision {
  const { judgement, record } = judgeForward(before);
  const input = { ...before, record };
  const { observation } = input;
  const { to } = record.plan;
  const { gates } = judgement;
  const proof = proveWaves(input, judgement);
  if (proof.kind === 'failed') return turnBack(input, proof, gates);
  const due = applyDue(record, observation, [], `every wave is on ${to}`);
  if (due !== null) return correctDrift(input, due, movedWaves(record).at(-1)?.name ?? '', gates);
  if (proof.kind === 'held') return hold(proof.record, proof.reason, proof.stuck, gates);
  if (proof.kind === 'open') return wait(proof.record, gates);
  return keep({ ...input, record: proof.record }, record.passingSince, gates);
}

/** The window needs its time, and a look after it began: a clock that jumps does not end it alone. */
function keep(
  { record, observation, now }: PhaseInput,
  passedBefore: number | null,
  gates: readonly GateResult[],
): Decision {
  const passedMs = now - (record.passingSince ?? now);
  const remaining = record.plan.retainSeconds * 1000 - record.retainedMs - passedMs;
  const looked = passedBefore !== null && observation.at > passedBefore;
  if (remaining <= 0) {
    if (!looked) return wait(record, gates, 0);
    const behind = retentionHold(record, observation);
    if (behind !== null) {
      const awaited = { place: statusOf(record), reason: behind, since: now + remaining };
      return awaitClusters(record, awaited, now, gates);
    }
    return act({ ...record, phase: 'handing-over', since: now, ...UNPROVED }, [], gates);
  }
  const kept =
    looked && passedMs >= KEEP_EVERY_MS
      ? { ...record, passingSince: now, retainedMs: record.retainedMs + passedMs }
      : record;
  return wait(kept, gates, Math.min(remaining, POLL_MS));
}
