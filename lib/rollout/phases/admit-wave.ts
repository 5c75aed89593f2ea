import type { Decision } from '../action';
import { nextWaveDueAt } from '../admission/admission-question';
import { asApproved } from '../commands/approval-of';
import { hold, POLL_MS, timedOut, turnBack, wait, type PhaseInput } from '../decide';
import { admissionGate } from '../gates/admission';
import { capacityGate } from '../gates/capacity';
import type { FrozenWave } from '../record';
import type { GateResult } from '../verdict';

/** Whether a wave may move, with what is seen of that; or what to do in place of it. */
export type Admitted =
  | { readonly admitted: true; readonly gates: readonly GateResult[] }
  | { readonly admitted: false; readonly decision: Decision };

/**
 * Nothing leads to a revision that could not take it: its admission is tried when a wave is about to move, and whether there is
 * room for the pods that replace those of the wave.
 */
export function admitWave(
  input: PhaseInput,
  wave: FrozenWave,
  others: readonly GateResult[],
): Admitted {
  const { record, observation } = input;
  const { to } = record.plan;
  const answered = (result: GateResult) => asApproved(record, wave.name, result);
  const admission = answered(admissionGate(to, observation));
  const capacity = answered(capacityGate(record)(wave, observation, to));
  const gates = [...others, capacity, admission];
  const result = [admission, capacity].find(({ verdict }) => verdict !== 'Pass');
  return result === undefined
    ? { admitted: true, gates }
    : { admitted: false, decision: notAdmitted(input, wave.name, result, gates) };
}

function notAdmitted(
  input: PhaseInput,
  wave: string,
  result: GateResult,
  gates: readonly GateResult[],
): Decision {
  const { record, observation, now } = input;
  const waitedMs = now - (nextWaveDueAt(record) ?? now);
  const deadlineMs = record.plan.deadlineSeconds * 1000;
  if (result.verdict === 'Error' || result.verdict === 'Environment') {
    return hold(record, result.message, waitedMs > 2 * deadlineMs, gates);
  }
  return waitedMs > deadlineMs
    ? turnBack(input, { wave, result: timedOut(result, record) }, gates)
    : wait(record, gates, observation.admission === null ? 0 : POLL_MS);
}
