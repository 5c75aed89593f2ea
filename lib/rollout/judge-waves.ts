import { combineVerdicts } from './combine-verdicts';
import type { Gate } from './gates/gate';
import { injectionGate } from './gates/injection';
import { labelsGate, returnedLabelsGate } from './gates/labels';
import { proxiesGate } from './gates/proxies';
import { workloadsGate } from './gates/workloads';
import type { Observation } from './observation';
import type { FrozenWave } from './record';
import type { GateResult, Verdict } from './verdict';

/** Gates that say whether a wave on its way forward is well, without asking how its users fare. */
export const HEALTH_GATES: readonly Gate[] = [
  labelsGate,
  workloadsGate,
  injectionGate,
  proxiesGate,
];

/** Gates of the way back: it must not depend on what istiod or Prometheus reports. */
export const BACK_GATES: readonly Gate[] = [returnedLabelsGate, workloadsGate, injectionGate];

/** What a gate says of a wave. */
export interface Judged {
  readonly wave: string;
  readonly result: GateResult;
}

/** What the gates say of several waves together. */
export interface Judgement {
  /** One result per gate: its worst over the waves. */
  readonly gates: readonly GateResult[];
  readonly verdict: Verdict;
  /** Every gate of every wave, the newest wave first within a gate. */
  readonly results: readonly Judged[];
  /** The result that decides the verdict, and its wave; `null` when everything passes. */
  readonly worst: Judged | null;
}

/** Judges waves by gates. Every released wave keeps being judged, so that a late breach is seen; the newest speaks first. */
export function judgeWaves(
  gates: readonly Gate[],
  waves: readonly FrozenWave[],
  observation: Observation,
  revision: string,
): Judgement {
  return judgementOf(resultsOf(gates, waves, observation, revision));
}

/** What each gate says of each wave, the newest wave first. */
export function resultsOf(
  gates: readonly Gate[],
  waves: readonly FrozenWave[],
  observation: Observation,
  revision: string,
): (readonly Judged[])[] {
  const newestFirst = [...waves].reverse();
  return gates.map((gate) =>
    newestFirst.map((wave) => ({ wave: wave.name, result: gate(wave, observation, revision) })),
  );
}

/** Sums up what each gate says. */
export function judgementOf(perGate: readonly (readonly Judged[])[]): Judgement {
  const judged = perGate.flatMap((results) => worstOf(results) ?? []);
  const worst = worstOf(judged);
  return {
    gates: judged.map(({ result }) => result),
    results: perGate.flat(),
    verdict: worst?.result.verdict ?? 'Pass',
    worst: worst === null || worst.result.verdict === 'Pass' ? null : worst,
  };
}

function worstOf(judged: readonly Judged[]): Judged | null {
  const verdict = combineVerdicts(judged.map(({ result }) => result.verdict));
  return judged.find(({ result }) => result.verdict === verdict) ?? null;
}
