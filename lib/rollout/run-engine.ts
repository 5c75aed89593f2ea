import type { Decision } from './action';
import type { ApplyDue } from './apply-due';
import { act, hold, isOverdue, POLL_MS, type PhaseInput } from './decide';
import type { EngineFailure } from './driver-memory';
import { positionKey } from './position-key';
import type { GateResult } from './verdict';

/** A preview changes nothing and fails for the same reason again: more tries than this only delay the message. */
const PREVIEW_TRIES = 3;

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** The failure of the last engine run, if it was at the record's position. */
export function engineFailureOf({ record, memory }: PhaseInput): EngineFailure | null {
  const failure = memory.engineFailure;
  return failure?.key === positionKey(record) ? failure : null;
}

/** Whether an engine run of this position has failed for as long as it may. */
export function hasEngineGivenUp(input: PhaseInput): boolean {
  return engineFailureOf(input) !== null && isOverdue(input.record, input.now);
}

/** Runs the engine; after a failure again, with growing pauses, until the deadline ends in a stop for a person. */
export function runEngine(
  input: PhaseInput,
  due: ApplyDue,
  gates: readonly GateResult[] = [],
): Decision {
  const { record, now } = input;
  const failure = engineFailureOf(input);
  const run = act(record, [due.action], gates);
  const runAndPause: Decision = { ...run, next: { type: 'continue', afterMs: POLL_MS } };
  if (failure === null) return due.isNewPosition ? run : runAndPause;
  const { step, times, at } = failure;
  const reason = `the ${step === 'preview' ? 'preview' : 'update'} failed: ${failure.reason}`;
  const isFinal = step === 'preview' ? times >= PREVIEW_TRIES : isOverdue(record, now);
  const remaining = at + Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS) - now;
  if (isFinal || remaining > 0) return hold(record, reason, isFinal, gates);
  return runAndPause;
}
