import type { Action, Decision } from '../action';
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
import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import { namespacesByUid } from '../look-up';
import { INJECTION_LABEL, REVISION_LABEL } from '../names';
import type { InjectorFact, NamespaceFact } from '../observation';
import type { FrozenWave, NamespaceTarget, RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { namespacesOf } from '../wave-members';

/**
 * Gives every namespace of the plan `istio.io/rev=<from>`, owned by us alone: nothing changes in effect, and from then on
 * a wave is a change of one key. Only then do the namespaces become part of the position.
 */
export function adopting(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const { namespaces, injectors } = observation;
  if (!namespaces.known) return hold(record, namespaces.reason, isStuck(record, now));
  if (!injectors.known) return hold(record, injectors.reason, isStuck(record, now));
  const targets = namespacesOf(record.plan.waves);
  const open = targets.flatMap((target) => {
    const fact = namespacesByUid(namespaces.value).get(target.uid);
    return fact === undefined || isAdopted(fact, record.plan.from) ? [] : [{ target, fact }];
  });
  const first = open[0];
  if (first === undefined) {
    return isNewer(observation, record)
      ? act(takenOver(record, namespaces.value, now), [])
      : wait(record);
  }
  if (isOverdue(record, now)) {
    const failed = {
      wave: waveOf(record, first.target),
      result: timedOut(resultOf(first.fact), record),
    };
    return turnBack(input, failed);
  }
  const changed = open.find(({ fact }) => !isInjectedBy(record.plan.from, fact, injectors.value));
  if (changed !== undefined) {
    const reason = `namespace ${changed.fact.name} was on ${record.plan.from} when the rollout started and is not any more (${describe(changed.fact)})`;
    return hold(record, reason, false);
  }
  const actions = open.map(({ target, fact }) => adoptAction(record, target, fact));
  return { ...act(record, actions), next: { type: 'continue', afterMs: POLL_MS } };
}

/** Whether a namespace's label is ours and says what injects it. */
function isAdopted({ revOwned, labels }: NamespaceFact, revision: string): boolean {
  return revOwned && !(INJECTION_LABEL in labels) && labels[REVISION_LABEL] === revision;
}

function adoptAction(record: RolloutRecord, target: NamespaceTarget, fact: NamespaceFact): Action {
  const reason = `${describe(fact)} means ${record.plan.from} today`;
  const seen = injectionLabels(fact.labels);
  return { type: 'adopt', target, revision: record.plan.from, seen, reason };
}

/** Adopting must not change what injects: a tag that moved since, or a label, would be overruled by it. */
function isInjectedBy(
  revision: string,
  { labels }: NamespaceFact,
  injectors: readonly InjectorFact[],
): boolean {
  return injectedBy(injectionLabels(labels), injectors).revision === revision;
}

function takenOver(
  record: RolloutRecord,
  living: readonly NamespaceFact[],
  now: number,
): RolloutRecord {
  const adopted = namespacesOf(record.plan.waves)
    .filter(({ uid }) => namespacesByUid(living).has(uid))
    .map(({ name, uid }) => ({ name, uid, revision: record.plan.from }));
  const ours = new Set(adopted.map(({ uid }) => uid));
  const others = record.owned.namespaces.filter(({ uid }) => !ours.has(uid));
  return {
    ...record,
    phase: 'moving',
    released: 0,
    since: now,
    ...UNPROVED,
    restarts: {},
    restarting: {},
    owned: { ...record.owned, namespaces: [...others, ...adopted] },
  };
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
    value: describe(fact),
    message: `namespace ${fact.name} could not be adopted, or another tool writes its labels`,
  };
}

function describe({ labels, revOwned }: NamespaceFact): string {
  const injection = labels[INJECTION_LABEL];
  if (injection !== undefined) return `${INJECTION_LABEL}=${injection}`;
  const rev = labels[REVISION_LABEL];
  if (rev === undefined) return 'no label';
  return `${REVISION_LABEL}=${rev}${revOwned ? '' : ', owned by another field manager,'}`;
}
