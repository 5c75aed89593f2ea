import { isNewer, isOverdue, isStuck, timedOut, type PhaseInput } from './decide';
import type { Judgement } from './judge-waves';
import type { RolloutRecord } from './record';
import { updateRecord } from './update-record';
import type { GateResult } from './verdict';

/** What judged waves mean for the rollout. */
export type Proof =
  /** Turn back. */
  | { readonly kind: 'failed'; readonly wave: string; readonly result: GateResult }
  /** Every gate passes, since `record.passingSince`. */
  | { readonly kind: 'passing'; readonly record: RolloutRecord }
  /** Not decided yet. */
  | { readonly kind: 'open'; readonly record: RolloutRecord }
  /** Could not be asked: neither forward nor back. */
  | { readonly kind: 'held'; readonly reason: string; readonly stuck: boolean };

/**
 * Turns verdicts into progress, with time: evidence from before the step it judges is ignored, what stays undecided past
 * the deadline has failed, and what could not be read changes nothing.
 */
export function proveWaves(
  { record, observation, now }: PhaseInput,
  { verdict, worst }: Judgement,
): Proof {
  if (!isNewer(observation, record)) return { kind: 'open', record };
  if (worst === null) {
    const passingSince = record.passingSince ?? now;
    return { kind: 'passing', record: updateRecord(record, { passingSince }) };
  }
  if (verdict === 'Fail') return { kind: 'failed', ...worst };
  if (verdict === 'Error' || verdict === 'Environment') {
    return { kind: 'held', reason: worst.result.message, stuck: isStuck(record, now) };
  }
  if (record.passingSince === null && isOverdue(record, now)) {
    return { kind: 'failed', wave: worst.wave, result: timedOut(worst.result, record) };
  }
  return { kind: 'open', record: withoutPass(record, now) };
}

/** A record whose gates do not pass now. A wave that passed before gets a whole deadline to do so again. */
export function withoutPass(record: RolloutRecord, now: number): RolloutRecord {
  return record.passingSince === null ? record : { ...record, passingSince: null, since: now };
}
