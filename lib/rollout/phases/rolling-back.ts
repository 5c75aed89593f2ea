import type { Action, Decision } from '../action';
import { applyDue } from '../apply-due';
import { act, hold, isNewer, isOverdue, isStuck, POLL_MS, wait, type PhaseInput } from '../decide';
import { gatewayMoves } from '../gateway-api/gateway-moves';
import { injectionGate } from '../gates/injection';
import { workloadsGate } from '../gates/workloads';
import { BACK_GATES, judgeWaves, type Judged, type Judgement } from '../judge-waves';
import { namespacesByUid } from '../look-up';
import { REVISION_LABEL } from '../names';
import { planRestarts } from '../restart/plan-restarts';
import { engineFailureOf, runEngine } from '../run-engine';
import type { FrozenWave, RolloutRecord } from '../record';
import { remembered } from '../remembered';
import { isPatch, revisionOf } from '../patch/version-of';
import { fitnessOf } from '../revision-fitness';
import { revisionOfTag, tagProblem } from '../tags/tag-problem';
import { targetFitness } from '../target-fitness';
import {
  gatewayKey,
  gatewaysOf,
  labelFor,
  labelledWaves,
  namespacesOf,
  tagOf,
  returningTo,
} from '../wave-members';
import { giveBackLabels } from './give-back-labels';
import { handBack } from './hand-back';

/**
 * Returns everything to `from`, after what was handed over, newest wave first: its tag or its labels by direct patch, then pods, then
 * the engine with the gateways of Istio's chart, and at last the labels that the adopt step replaced.
 * Nothing is put onto a `from` that is not known to serve.
 */
export function rollingBack(before: PhaseInput): Decision {
  if (before.record.handed !== null) return handBack(before, before.record.handed);
  let input = before;
  const { observation, now } = before;
  const { from } = before.record.plan;
  const returning = before.record.plan.waves
    .slice(before.record.kept)
    .map((wave) => returningTo(from, wave));
  const waves = returning.filter((wave, index) => mayBeElsewhere(before.record, wave, index));
  const judgement = judgeWaves(BACK_GATES, waves, observation, from);
  const { gates, worst } = judgement;
  if (worst?.result.verdict === 'Error') {
    return hold(before.record, worst.result.message, isStuck(before.record, now), gates);
  }

  const first = isPatch(before.record.plan) ? versionFirst(before, judgement) : null;
  if (first !== null) return first;
  let exhausted: Judged | null = null;
  for (const wave of [...returning].reverse()) {
    const retags = waves.includes(wave) ? retagsOf(input, wave) : [];
    if (retags.length > 0) return whenFit(input, retags, judgement);
    const relabels = relabelsOf(input, wave);
    if (relabels.length > 0) return whenFit(input, relabels, judgement);
    const moves = gatewayMovesBack(input, wave);
    if (moves.length > 0) return whenFit(input, moves, judgement);
    if (!waves.includes(wave)) continue;
    const restart = planRestarts(input, [wave], from);
    const { record } = restart;
    input = { ...input, record };
    if (restart.unfit !== null) return hold(record, restart.unfit, isOverdue(record, now), gates);
    if (restart.actions.length > 0) {
      return {
        ...act(record, restart.actions, gates),
        next: { type: 'continue', afterMs: POLL_MS },
      };
    }
    exhausted ??= restart.exhausted;
    // One wave at a time, as on the way forward; but one that does not get well must not keep the others.
    const isAwaited = restart.exhausted === null && !isOverdue(record, now);
    if (isAwaited && !isBack(input, wave)) return wait(record, gates);
  }
  if (exhausted !== null) return hold(input.record, exhausted.result.message, true, gates);
  return restOfTheWay(input, waves, judgement);
}

/**
 * The istiods of a patch go back before any pod does: they are what injects it. Only the engine can put them back. `null` once
 * every one of them is, and what they inject is of the version to go back to.
 */
function versionFirst(input: PhaseInput, { gates }: Judgement): Decision | null {
  const { record, observation, now } = input;
  const { from } = record.plan;
  const due = applyDue(record, observation, record.plan.waves, `istiod returns to ${from}`);
  if (due !== null) return runEngine(input, due, gates);
  const { istiods } = observation;
  if (!istiods.known) return hold(record, istiods.reason, isStuck(record, now), gates);
  const isLeft = istiods.value.some(
    ({ revision }) => revision !== from && revisionOf(revision) === revisionOf(from),
  );
  const fitness = fitnessOf(from, observation);
  if (fitness.fit && !isLeft) return null;
  const reason = fitness.fit ? `not every istiod is at ${from} yet` : fitness.reason;
  return hold(record, reason, isOverdue(record, now), gates);
}

/** Whether a wave was moved, by this rollout or by one that it superseded. @param index - counted from those that return */
function mayBeElsewhere(
  { plan, owned, kept, released }: RolloutRecord,
  wave: FrozenWave,
  index: number,
) {
  if (kept + index < released) return true;
  if (plan.source === undefined) return false;
  const uids = new Set(namespacesOf(labelledWaves([wave])).map(({ uid }) => uid));
  const keys = gatewaysOf([wave]).map(gatewayKey);
  return (
    owned.namespaces.some(({ uid, revision }) => uids.has(uid) && revision !== plan.from) ||
    keys.some((key) => owned.gateways[key] !== plan.from)
  );
}

/** Once the namespaces are back: engine and gateways, then the proof. */
function restOfTheWay(
  input: PhaseInput,
  waves: readonly FrozenWave[],
  judgement: Judgement,
): Decision {
  const { record, observation, now } = input;
  const { gates, worst } = judgement;
  if (areGatewaysReady(input, waves)) return act({ ...record, gatewaysBack: true }, [], gates);
  const due = applyDue(record, observation, waves, `everything returns to ${record.plan.from}`);
  // Where nothing was moved the way back does not depend on an engine that could not install the new revision.
  const isNeeded = waves.length > 0 || engineFailureOf(input) === null;
  if (due !== null && isNeeded) {
    if (!areNamespacesBack(input, waves) && !isOverdue(record, now)) return wait(record, gates);
    if (!due.isNewPosition && isOverdue(record, now))
      return hold(record, due.action.reason, true, gates);
    const fitness = targetFitness(record, record.plan.from, observation);
    if (waves.length > 0 && !fitness.fit)
      return hold(record, fitness.reason, isOverdue(record, now), gates);
    return runEngine(input, due, gates);
  }
  if (!record.settled) return wait({ ...record, settled: true, since: now }, gates, 0);
  if (!isNewer(observation, record)) return wait(record, gates);
  if (worst === null) return giveBackLabels(input, gates);
  return isOverdue(record, now)
    ? hold(record, worst.result.message, true, gates)
    : wait(record, gates);
}

/** Whether the addresses may lead to the old generations alone, which they do not yet: these were seen ready on the way back. */
function areGatewaysReady(input: PhaseInput, waves: readonly FrozenWave[]): boolean {
  const { record, observation } = input;
  const gatewayWaves = waves.filter(
    (wave) => wave.kind === 'gateway' && wave.gateways.some(({ inPlace }) => inPlace !== true),
  );
  if (record.gatewaysBack || gatewayWaves.length === 0 || isPatch(record.plan)) return false;
  if (!isNewer(observation, record) || !areNamespacesBack(input, waves)) return false;
  const gates = [workloadsGate, injectionGate];
  return judgeWaves(gates, gatewayWaves, observation, record.plan.from).worst === null;
}

/** The tag of a wave, if it does not point at `from` yet; one that cannot be moved must not keep the others from going back. */
function retagsOf({ record, observation, now }: PhaseInput, wave: FrozenWave): Action[] {
  const { injectors } = observation;
  const tag = tagOf(wave);
  if (tag === null || !ownsTag(record, tag) || !injectors.known || isOverdue(record, now))
    return [];
  const { from } = record.plan;
  const seen = revisionOfTag(tag, injectors.value);
  const reason = `wave ${wave.name} returns to ${from}`;
  return seen === from ? [] : [{ type: 'retag', tag, revision: from, seen, reason }];
}

/** At the end of the way back a tag that nothing is labelled with any more is given up. */
function ownsTag({ owned }: RolloutRecord, tag: string): boolean {
  return tag in owned.tags;
}

const ownedUids = remembered(
  (namespaces: RolloutRecord['owned']['namespaces']) => new Set(namespaces.map(({ uid }) => uid)),
);

/** The namespaces of a wave that are not labelled for `from` yet. */
function relabelsOf({ record, observation, now }: PhaseInput, wave: FrozenWave): Action[] {
  const { namespaces } = observation;
  // What cannot be labelled for so long must not keep the others from going back.
  if (!namespaces.known || isStuck(record, now)) return [];
  const { from } = record.plan;
  const tag = tagOf(wave);
  // A label that names no injector yet would leave pods without a sidecar.
  if (tag !== null && tagProblem(tag, from, observation) !== null) return [];
  const revision = labelFor(wave, from);
  const reason = `wave ${wave.name} returns to ${from}`;
  return namespacesOf([wave]).flatMap((target) => {
    const fact = namespacesByUid(namespaces.value).get(target.uid);
    if (fact === undefined || !ownedUids(record.owned.namespaces).has(target.uid)) return [];
    const seen = fact.labels[REVISION_LABEL] ?? null;
    // What another manager labelled is theirs: it must not keep the others from going back.
    if (seen === revision || fact.revManagers.length > 0) return [];
    return [{ type: 'relabel', target, revision, seen, reason }];
  });
}

/** What cannot be labelled for so long must not keep the others from going back. */
function gatewayMovesBack(
  { record, observation, now }: PhaseInput,
  wave: FrozenWave,
): readonly Action[] {
  const { from, to } = record.plan;
  return isStuck(record, now) ? [] : gatewayMoves([wave], from, observation, to);
}

function whenFit(input: PhaseInput, actions: readonly Action[], { gates }: Judgement): Decision {
  const { record, observation, now } = input;
  const fitness = targetFitness(record, record.plan.from, observation);
  if (!fitness.fit) return hold(record, fitness.reason, isOverdue(record, now), gates);
  return { ...act(record, actions, gates), next: { type: 'continue', afterMs: POLL_MS } };
}

/**
 * Whether the pods of a wave are on `from` and well. Gateways of Istio's chart return with the engine, after all others; a namespace
 * that somebody else labels does not return at all.
 */
function isBack({ record, observation }: PhaseInput, wave: FrozenWave): boolean {
  const { namespaces } = observation;
  if (wave.kind === 'gateway' || !namespaces.known) return true;
  const { from } = record.plan;
  if (wave.kind === 'gateway-api') {
    return judgeWaves([workloadsGate, injectionGate], [wave], observation, from).worst === null;
  }
  const tag = tagOf(wave);
  if (tag !== null && ownsTag(record, tag) && tagProblem(tag, from, observation) !== null) {
    return false;
  }
  const label = labelFor(wave, from);
  const living = namespacesByUid(namespaces.value);
  const returned = wave.namespaces.filter(
    ({ uid }) => isPatch(record.plan) || living.get(uid)?.labels[REVISION_LABEL] === label,
  );
  const own = { ...wave, namespaces: returned };
  return judgeWaves([workloadsGate, injectionGate], [own], observation, from).worst === null;
}

function areNamespacesBack(
  { record, observation }: PhaseInput,
  waves: readonly FrozenWave[],
): boolean {
  const namespaceWaves = waves.filter(({ kind }) => kind === 'namespace');
  return judgeWaves([injectionGate], namespaceWaves, observation, record.plan.from).worst === null;
}
