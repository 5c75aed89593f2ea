import type { Decision } from '../action';
import { applyDue, type ApplyDue } from '../apply-due';
import { combineVerdicts } from '../combine-verdicts';
import {
  act,
  hold,
  isNewer,
  isOverdue,
  isStuck,
  timedOut,
  turnBack,
  wait,
  type PhaseInput,
} from '../decide';
import { correctDrift } from '../drift-decision';
import { awaitClusters } from '../fleet/await-clusters';
import { controlPlaneHold } from '../fleet/control-plane-hold';
import { pass } from '../gates/gate';
import { injectorGate } from '../gates/injector';
import { istiodGate } from '../gates/istiod';
import { skewGate } from '../gates/skew';
import { hasEngineGivenUp, runEngine } from '../run-engine';
import { statusOf } from '../status-of';
import { tagProblem } from '../tags/tag-problem';
import type { GateResult } from '../verdict';
import { tagsOf } from '../wave-members';

/** What failures before the first wave are attributed to. */
const BEFORE_WAVES = '';

/** Adds `to`, and the tags of the waves on `from`, and waits until both can inject and serve. Nothing is moved yet. */
export function installing(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const { plan } = record;
  const gates = [
    istiodGate(plan, observation),
    injectorGate(plan.to, observation),
    skewGate(plan, observation),
    ...tagResults(input),
  ];
  const due = applyDue(record, observation, [], `${plan.to} is installed beside ${plan.from}`);
  const behind = due?.isNewPosition === true ? controlPlaneHold(record, observation) : null;
  if (behind !== null) {
    const awaited = { place: statusOf(record), reason: behind, since: record.since };
    return awaitClusters(record, awaited, now, gates);
  }
  if (due?.isNewPosition === true && !hasEngineGivenUp(input)) return runEngine(input, due, gates);
  if (due?.isNewPosition === true) return notInstalled(input, due, gates);
  if (due !== null) return correctDrift(input, due, BEFORE_WAVES, gates);
  if (!record.settled) return wait({ ...record, settled: true, since: now }, gates, 0);
  if (!isNewer(observation, record)) return wait(record, gates);

  const verdict = combineVerdicts(gates.map((gate) => gate.verdict));
  const worst = gates.find((gate) => gate.verdict === verdict);
  if (worst === undefined || verdict === 'Pass') {
    const phase = plan.restartFrom ? 'proving' : 'adopting';
    return act({ ...record, phase, since: now }, [], gates);
  }
  if (verdict === 'Error' || verdict === 'Environment') {
    return hold(record, worst.message, isStuck(record, now), gates);
  }
  if (isOverdue(record, now)) {
    return turnBack(input, { wave: BEFORE_WAVES, result: timedOut(worst, record) }, gates);
  }
  return wait(record, gates);
}

/** In mode `tag` nothing is labelled with a tag that is not seen to mean `from`. */
function tagResults({ record: { plan }, observation }: PhaseInput): GateResult[] {
  const tags = tagsOf(plan.waves);
  if (tags.length === 0) return [];
  const problem = tags
    .map((tag) => tagProblem(tag, plan.from, observation))
    .find((one) => one !== null);
  return problem === undefined
    ? [pass('tags', `${tags.length}`, `every revision tag of the plan means ${plan.from}`)]
    : [{ ...problem, gate: 'tags' }];
}

/** The engine waits for istiod, so one that never gets ready is seen as a failing engine: the gates tell which it is. */
function notInstalled(input: PhaseInput, due: ApplyDue, gates: readonly GateResult[]): Decision {
  const open = gates.find(({ verdict }) => verdict === 'Inconclusive');
  return open === undefined
    ? runEngine(input, due, gates)
    : turnBack(input, { wave: BEFORE_WAVES, result: timedOut(open, input.record) }, gates);
}
