import type { Decision } from '../action';
import { applyDue, type ApplyDue } from '../apply-due';
import {
  act,
  hold,
  isNewer,
  isOverdue,
  isStuck,
  timedOut,
  turnBack,
  UNPROVED,
  wait,
  type PhaseInput,
} from '../decide';
import { correctDrift } from '../drift-decision';
import { judgeForward } from '../judge-forward';
import { judgeHandOver } from '../judge-hand-over';
import type { Observation } from '../observation';
import { foreignPointer } from '../pointers/foreign-pointer';
import type { PointerFact } from '../pointers/pointer-fact';
import { pointerKey, tagOf } from '../pointers/pointer-key';
import { objectOf, pointersTo } from '../pointers/pointers-to';
import { positionOf } from '../position-of';
import { proveWaves } from '../prove-waves';
import type { RolloutRecord } from '../record';
import { fitnessOf } from '../revision-fitness';
import { runEngine } from '../run-engine';
import type { GateResult } from '../verdict';
import { movedWaves } from '../wave-members';

/**
 * Moves what follows the default revision from `from` to `to` before anything of `from` goes: the default validator, then the
 * default tag, then every other tag, one at a time, each read back and tried before the next. What somebody else manages is
 * theirs to move, and is waited for. Every wave keeps being judged and can still turn back.
 */
export function handingOver(before: PhaseInput): Decision {
  const { judgement, record } = judgeForward(before);
  const input = { ...before, record };
  const { observation, now } = input;
  const { to } = record.plan;
  const handed = judgeHandOver(record, observation);
  const gates = [...judgement.gates, ...handed];
  const proof = proveWaves(input, judgement);
  if (proof.kind === 'failed') return turnBack(input, proof, gates);
  const due = dueOf(record, observation);
  if (due?.isNewPosition === true) {
    const fitness = fitnessOf(to, observation);
    return fitness.fit
      ? runEngine(input, due, gates)
      : hold(record, fitness.reason, isStuck(record, now), gates);
  }
  const lastWave = movedWaves(record).at(-1)?.name ?? '';
  if (due !== null) return correctDrift(input, due, lastWave, gates);
  if (proof.kind === 'held') return hold(proof.record, proof.reason, proof.stuck, gates);
  if (proof.kind === 'open') return wait(proof.record, gates);
  // As everywhere, what lets it go on is seen after it began to pass.
  const { passingSince } = record;
  if (passingSince === null || observation.at <= passingSince) return wait(proof.record, gates, 0);
  const proved = { ...input, record: proof.record };
  if (!record.settled) return wait({ ...proof.record, settled: true, since: now }, gates, 0);
  if (!isNewer(observation, record)) return wait(proof.record, gates);
  const problem = handed.find(({ verdict }) => verdict !== 'Pass');
  return problem === undefined
    ? handOverNext(proved, gates)
    : unproved(proved, problem, lastWave, gates);
}

/** What is handed over is the point of the engine run, and nothing else may change with it. */
function dueOf(record: RolloutRecord, { pointers, ...rest }: Observation): ApplyDue | null {
  const { to } = record.plan;
  const key = record.handed?.at(-1);
  const reason =
    key === undefined
      ? `gateways need their generation of ${record.plan.from} no longer`
      : `${key} is handed over to ${to}`;
  const due = applyDue(record, { pointers, ...rest }, [], reason);
  if (due === null || !pointers.known) return due;
  const isHanded = (fact: PointerFact) => (record.handed ?? []).includes(pointerKey(fact) ?? '');
  const objects = pointers.value.filter(isHanded).map(objectOf);
  const expect = [...new Set([...due.action.expect, ...objects])];
  return { ...due, action: { ...due.action, expect } };
}

/** What does not work past its time goes back, with everything else; what could not be tried waits for a person. */
function unproved(
  input: PhaseInput,
  problem: GateResult,
  wave: string,
  gates: readonly GateResult[],
): Decision {
  const { record, now } = input;
  if (problem.verdict === 'Error') {
    return hold(record, problem.message, isStuck(record, now), gates);
  }
  return isOverdue(record, now)
    ? turnBack(input, { wave, result: timedOut(problem, record) }, gates)
    : wait(record, gates);
}

function handOverNext(
  { record, observation, now }: PhaseInput,
  gates: readonly GateResult[],
): Decision {
  const { plan, handed, owned } = record;
  const { pointers } = observation;
  if (plan.default === 'keep') return act(handedOver(record, now), [], gates);
  if (!pointers.known) return hold(record, pointers.reason, isStuck(record, now), gates);
  // A tag of the rollout's own is moved with its wave.
  const { tags } = positionOf(record);
  const open = pointersTo(plan.from, pointers.value).filter(
    ({ key }) => !((tagOf(key) ?? '') in tags),
  );
  const next = open.find(({ ours }) => ours);
  if (next !== undefined) {
    const fitness = fitnessOf(plan.to, observation);
    if (!fitness.fit) return hold(record, fitness.reason, isStuck(record, now), gates);
    const step = {
      handed: [...(handed ?? []), next.key],
      owned: { ...owned, pointers: { ...owned.pointers, [next.key]: plan.from } },
      since: now,
      settled: false,
    };
    return act({ ...record, ...step }, [], gates);
  }
  const foreign = open[0];
  if (foreign === undefined) return act(handedOver(record, now), [], gates);
  const reason = foreignPointer(foreign, plan.from, plan.to);
  return hold(record, reason, isOverdue(record, now), gates);
}

function handedOver(record: RolloutRecord, now: number): RolloutRecord {
  const phase = record.plan.removal === 'keep' ? 'done' : 'removing';
  return { ...record, phase, cleanScans: [], since: now, ...UNPROVED };
}
