import type { Decision } from '../action';
import { applyDue, type ApplyDue } from '../apply-due';
import {
  act,
  hold,
  isNewer,
  isStuck,
  POLL_MS,
  QUEUE_POLL_MS,
  turnBack,
  wait,
  type PhaseInput,
} from '../decide';
import { correctDrift } from '../drift-decision';
import { gatewayMoves } from '../gateway-api/gateway-moves';
import { judgeForward } from '../judge-forward';
import type { Judgement } from '../judge-waves';
import { planRestarts } from '../restart/plan-restarts';
import { proveWaves } from '../prove-waves';
import type { FrozenWave, RolloutRecord } from '../record';
import { hasEngineGivenUp, runEngine } from '../run-engine';
import { targetFitness } from '../target-fitness';
import type { GateResult } from '../verdict';
import { movedWaves } from '../wave-members';
import { newProgress } from '../wave-progress';
import { releaseNext } from './release-next';

/** The longest pause between two looks during a soak, in milliseconds: a breach must not wait for its end. */
const SOAK_POLL_MS = 5000;

/** Moves one wave after the other: label, restart, judge, soak. The waves before it keep being judged. */
export function moving(before: PhaseInput): Decision {
  const wave = movedWaves(before.record).at(-1);
  if (wave === undefined || !isTakenOver(before.record)) return takeOver(before);
  const { judgement, record } = judgeForward(before);
  const input = { ...before, record };
  const { observation } = input;
  const { to } = record.plan;
  const due = applyDue(record, observation, [wave], `wave ${wave.name} belongs on ${to}`);
  if (due?.isNewPosition === true) return applyWave(input, due, judgement);
  if (due?.isNewPosition === false && !isRejected(judgement)) {
    return correctDrift(input, due, wave.name, judgement.gates);
  }
  return judgeWave({ ...input, record: settled(input, judgement) }, wave, judgement);
}

/** A wave that the engine could not apply in time turns back if its gates say so; else a person has to look. */
function applyWave(input: PhaseInput, due: ApplyDue, judgement: Judgement): Decision {
  const { gates } = judgement;
  const proof = hasEngineGivenUp(input) ? proveWaves(input, judgement) : null;
  return proof?.kind === 'failed' ? turnBack(input, proof, gates) : runEngine(input, due, gates);
}

/** Before the first wave: the adopted labels become part of the tree, at the value they have. */
function takeOver(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const { namespaces } = observation;
  const { plan } = record;
  const due = applyDue(
    record,
    observation,
    [...plan.waves.filter(({ kind }) => kind === 'namespace')],
    'the labels of the adopted namespaces become part of the tree, unchanged',
  );
  if (due !== null) return runEngine(input, due);
  if (!namespaces.known) return hold(record, namespaces.reason, isStuck(record, now));
  if (!isNewer(observation, record)) return wait(record);
  if (isTakenOver(record)) return releaseNext(input, record.since, []);
  // Who signed for them was counted under the plan that was superseded, if it moved them at all.
  const progress = movedWaves(record).map(() => ({ ...newProgress(now), certified: true }));
  return act({ ...record, progress, since: now }, []);
}

/** What a superseded rollout has moved is judged from here on, as if it moved now. */
function isTakenOver({ progress, released }: RolloutRecord): boolean {
  return progress.length >= released;
}

function judgeWave(input: PhaseInput, wave: FrozenWave, judgement: Judgement): Decision {
  const { to } = input.record.plan;
  const { gates } = judgement;
  const proof = proveWaves(input, judgement);
  if (proof.kind === 'failed') return turnBack(input, proof, gates);
  const moves = moveGateways({ ...input, record: proof.record }, gates);
  if (moves !== null) return moves;
  let { record } = proof;
  let pollMs = POLL_MS;
  if (isLabelled(judgement)) {
    const restart = planRestarts({ ...input, record }, movedWaves(record), to);
    const failed = restart.exhausted ?? restart.late;
    if (failed !== null) return turnBack(input, failed, gates);
    ({ record } = restart);
    if (restart.isQueued) pollMs = QUEUE_POLL_MS;
    if (restart.actions.length > 0) {
      return {
        ...act(record, restart.actions, gates),
        next: { type: 'continue', afterMs: pollMs },
      };
    }
  }
  if (proof.kind === 'held') return hold(record, proof.reason, proof.stuck, gates);
  if (proof.kind === 'open') return wait(record, gates, pollMs);
  return soak({ ...input, record }, input.record.passingSince, wave, judgement);
}

/** A Gateway of the Gateway API is moved by its label: its new istiod replaces its pods. */
function moveGateways(input: PhaseInput, gates: readonly GateResult[]): Decision | null {
  const { record, observation, now } = input;
  const { to } = record.plan;
  const moves = gatewayMoves(movedWaves(record), to, observation);
  if (moves.length === 0) return null;
  const fitness = targetFitness(record, to, observation);
  if (!fitness.fit) return hold(record, fitness.reason, isStuck(record, now), gates);
  return { ...act(record, moves, gates), next: { type: 'continue', afterMs: POLL_MS } };
}

/** A soak needs its time, and a look after it began: a clock that jumps does not end it alone. */
function soak(
  input: PhaseInput,
  passedBefore: number | null,
  wave: FrozenWave,
  { gates }: Judgement,
): Decision {
  const { record, observation, now } = input;
  const soakMs = wave.soakSeconds * 1000;
  const remaining = (record.passingSince ?? now) + soakMs - now;
  const looked = passedBefore !== null && observation.at > passedBefore;
  if (remaining > 0) return wait(record, gates, Math.min(remaining, SOAK_POLL_MS));
  return looked ? releaseNext(input, now + remaining, gates) : wait(record, gates, 0);
}

/** From the moment its labels are in place the wave's time runs: a slow update is not the pods' fault. */
function settled({ record, now }: PhaseInput, judgement: Judgement): RolloutRecord {
  return record.settled || !isLabelled(judgement)
    ? record
    : { ...record, settled: true, since: now };
}

function isLabelled({ gates }: Judgement): boolean {
  return gates.every(({ gate, verdict }) => gate !== 'labels' || verdict === 'Pass');
}

function isRejected({ verdict }: Judgement): boolean {
  return verdict === 'Fail';
}
