import type { Action, Decision } from '../action';
import { combineVerdicts } from '../combine-verdicts';
import {
  act,
  hold,
  isNewer,
  isOverdue,
  isStuck,
  POLL_MS,
  timedOut,
  wait,
  type PhaseInput,
} from '../decide';
import { admissionGate } from '../gates/admission';
import { survivalGate } from '../gates/survival';
import { isRolledOut } from '../gates/workloads';
import { istiodsOf, type IstiodPod } from '../istiods-of';
import type { WorkloadFact } from '../observation';
import type { RolloutRecord } from '../record';
import { workloadKey } from '../restart/workload-key';
import { targetFitness } from '../target-fitness';

/**
 * The istiods of `from` are restarted once, and must serve again, before anything moves: what would keep them from it shows only
 * then, and the way back needs them. Their own strategy replaces them, so that none goes before another is ready. One that does not
 * come back keeps the rollout from beginning; there is nothing to turn back.
 */
export function proving(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const { from } = record.plan;
  const read = istiodsOf(from, observation);
  if (!read.known) return hold(record, read.reason, isStuck(record, now));
  if (record.proof === null) return begin(input, read.value);
  const due = ownersOf(read.value).filter(({ restart }) => restart !== record.proof);
  const fitness = targetFitness(record, from, observation);
  if (due.length > 0 && fitness.fit && !isOverdue(record, now)) {
    return restarting(record, due, record.proof);
  }
  if (!isNewer(observation, record)) return wait(record);
  return judge(input);
}

/** Nothing that is not well already is restarted, and nothing of which no pod would stay. */
function begin({ record, observation, now }: PhaseInput, istiods: readonly IstiodPod[]): Decision {
  const { plan, attempt } = record;
  const fitness = targetFitness(record, plan.from, observation);
  const hindrance = hindranceOf(plan.from, istiods) ?? (fitness.fit ? null : fitness.reason);
  if (hindrance !== null) return hold(record, hindrance, isOverdue(record, now));
  const proof = `${plan.from}.${attempt}.${now}`;
  return restarting({ ...record, proof, since: now }, ownersOf(istiods), proof);
}

function restarting(
  record: RolloutRecord,
  owners: readonly WorkloadFact[],
  stamp: string,
): Decision {
  const reason = `${record.plan.from} has to survive a restart before anything moves away from it`;
  const actions = owners.map(({ kind, namespace, name, uid, restart: seen }): Action => {
    return { type: 'restart', kind, namespace, name, uid, stamp, seen, reason };
  });
  return { ...act(record, actions), next: { type: 'continue', afterMs: POLL_MS } };
}

function judge({ record, observation, now }: PhaseInput): Decision {
  const { from } = record.plan;
  const gates = [survivalGate(record, observation), admissionGate(from, observation)];
  const verdict = combineVerdicts(gates.map((gate) => gate.verdict));
  const worst = gates.find((gate) => gate.verdict === verdict);
  if (worst === undefined || verdict === 'Pass') {
    return act({ ...record, phase: 'adopting', since: now }, [], gates);
  }
  if (verdict === 'Error' || verdict === 'Environment') {
    return hold(record, worst.message, isStuck(record, now), gates);
  }
  if (!isOverdue(record, now)) return wait(record, gates);
  const reason = `${from} did not survive a restart: ${timedOut(worst, record).message}; nothing was moved, and there would be no way back`;
  return hold(record, reason, true, gates);
}

/** Why the istiods of a revision may not be restarted now; `null` when they may. */
function hindranceOf(revision: string, istiods: readonly IstiodPod[]): string | null {
  if (istiods.length === 0) return `no istiod of ${revision} runs`;
  for (const { istiod, workload } of istiods) {
    if (workload === null) {
      return `nothing makes istiod ${istiod.pod} anew, so it cannot be restarted; set restartFrom to false`;
    }
    const subject = `${workload.kind} ${workload.namespace}/${workload.name}`;
    if (!istiod.ready) return `istiod ${istiod.pod} is not ready, so it is not restarted`;
    if (workload.unrestartable !== null) return `${subject} ${workload.unrestartable}`;
    if (!isRolledOut(workload)) return `${subject} is not rolled out, so it is not restarted`;
    if (workload.staying < 1 || workload.replacedBy === 'eviction') {
      return `${subject} would leave no istiod of ${revision} while it is restarted; give it a strategy that makes one before it takes one, or set restartFrom to false`;
    }
  }
  return null;
}

function ownersOf(istiods: readonly IstiodPod[]): readonly WorkloadFact[] {
  const owners = istiods.flatMap(({ workload }) => workload ?? []);
  return [...new Map(owners.map((owner) => [workloadKey(owner), owner])).values()];
}
