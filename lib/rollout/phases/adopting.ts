import type { Decision } from '../action';
import { adoptNamespaces, labelText } from '../adopt-namespaces';
import {
  act,
  hold,
  isNewer,
  isOverdue,
  isStuck,
  POLL_MS,
  timedOut,
  turnBack,
  UNPROVED,
  wait,
  type PhaseInput,
} from '../decide';
import type { NamespaceFact } from '../observation';
import type { FrozenWave, NamespaceTarget, RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { namespacesOf } from '../wave-members';

/** Makes the label of every namespace of the plan ours, at the value that it has in effect. */
export function adopting(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const adoption = adoptNamespaces(record, namespacesOf(record.plan.waves), observation);
  if (adoption.kind === 'unknown') return hold(record, adoption.reason, isStuck(record, now));
  if (adoption.kind === 'adopted') {
    return isNewer(observation, record) ? act(takenOver(adoption.record, now), []) : wait(record);
  }
  const [first] = adoption.open;
  if (first !== undefined && isOverdue(record, now)) {
    const wave = waveOf(record, first.target);
    return turnBack(input, { wave, result: timedOut(resultOf(first.fact), record) });
  }
  const [changed] = adoption.changed;
  if (changed !== undefined) {
    const reason = `namespace ${changed.fact.name} was on ${record.plan.from} when the rollout started and is not any more (${labelText(changed.fact)})`;
    return hold(record, reason, false);
  }
  return {
    ...act(record, adoption.actions),
    next: { type: 'continue', afterMs: POLL_MS },
  };
}

function takenOver(record: RolloutRecord, now: number): RolloutRecord {
  const untouched = { restarts: {}, restarting: {} };
  return { ...record, phase: 'moving', released: 0, since: now, ...UNPROVED, ...untouched };
}

function waveOf({ plan }: RolloutRecord, target: NamespaceTarget): string {
  const includes = (wave: FrozenWave) => namespacesOf([wave]).some(({ uid }) => uid === target.uid);
  return plan.waves.find(includes)?.name ?? '';
}

function resultOf(fact: NamespaceFact): GateResult {
  return {
    gate: 'adopt',
    verdict: 'Inconclusive',
    namespace: fact.name,
    subject: `Namespace ${fact.name}`,
    value: labelText(fact),
    message: `namespace ${fact.name} could not be adopted, or another tool writes its labels`,
  };
}
