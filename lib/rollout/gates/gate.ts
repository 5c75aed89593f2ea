import type { Observation } from '../observation';
import type { FrozenWave } from '../record';
import type { GateResult } from '../verdict';

/**
 * Asks one question about a wave: are its members well on `revision`? Pure, and unaware of time: what is not yet decided
 * is `Inconclusive`, and the caller turns that into a failure when the wave's time is up.
 */
export type Gate = (wave: FrozenWave, observation: Observation, revision: string) => GateResult;

/** A gate that passes. */
export function pass(gate: string, value: string, message: string): GateResult {
  return { gate, verdict: 'Pass', namespace: '', subject: '', value, message };
}

/** A gate that is not decided yet: it may pass until its time is up. */
export function undecided(
  gate: string,
  subject: string,
  value: string,
  message: string,
): GateResult {
  return { gate, verdict: 'Inconclusive', namespace: '', subject, value, message };
}

/** A gate whose facts could not be read: it holds, and never advances or rolls back. */
export function unreadable(gate: string, subject: string, reason: string): GateResult {
  return { gate, verdict: 'Error', namespace: '', subject, value: 'unknown', message: reason };
}
