import type { Action, Decision } from './action';
import { borrowedNamespaces } from './borrowed-namespaces';
import { canonicalJson } from './canonical-json';
import type { DriverMemory } from './driver-memory';
import { inUse } from './in-use';
import type { Observation } from './observation';
import { plan } from './plan';
import { positionOf } from './position-of';
import type { RolloutRecord } from './record';
import { fitnessOf } from './revision-fitness';
import { namespacesOf } from './wave-members';

/** One decision with everything it was made from. */
export interface RolloutStep {
  readonly before: RolloutRecord;
  readonly observation: Observation;
  readonly now: number;
  readonly memory: DriverMemory;
  readonly decision: Decision;
}

/** Something that must hold of every decision, whatever the cluster does. */
export interface Invariant {
  readonly name: string;
  /** What is wrong, `null` when it holds. */
  readonly check: (step: RolloutStep) => string | null;
}

/** The safety rules of a rollout. Tests hold every decision against them, in any state that faults can reach. */
export const INVARIANTS: readonly Invariant[] = [
  { name: 'every namespace of the plan belongs to from or to', check: oneRevision },
  { name: 'nothing goes back outside a rollback', check: noWayBack },
  { name: 'a wave is released only after the one before it soaked', check: wavesInOrder },
  { name: 'from is kept for its time before anything of it goes', check: keptForItsTime },
  { name: 'nothing unknown lets a rollout advance', check: unknownNeverAdvances },
  { name: 'nothing unknown turns a rollout back', check: unknownNeverTurnsBack },
  { name: 'from is retired only when it is known to be unused', check: removalIsProved },
  { name: 'a finished rollout does nothing', check: terminalIsQuiet },
  { name: 'the same facts give the same decision', check: isRepeatable },
  { name: 'nothing is put onto a revision that is not ready', check: targetsAreFit },
  { name: 'what we own stays ours while it exists', check: ownershipIsKept },
  { name: 'a removed revision stays removed', check: retiredIsFinal },
  { name: 'labels are given back after the pods', check: labelsLast },
];

type FactName = Exclude<keyof Observation, 'at'>;
/** Facts that a step must have known, if it was taken. */
type Needed = readonly [boolean, readonly FactName[]];

const MEMBERS: readonly FactName[] = ['namespaces', 'workloads', 'pods'];

/** What the evidence of each gate is made of; `labels` may rest on either kind of member alone. */
const EVIDENCE: Readonly<Record<string, readonly FactName[]>> = {
  istiod: ['istiods'],
  injector: ['injectors'],
  adopt: ['namespaces'],
  workloads: MEMBERS,
  injection: MEMBERS,
  proxies: ['istiods', ...MEMBERS],
  certificates: ['istiods', 'roots', ...MEMBERS],
  configuration: ['istiods'],
  'mutual-tls': ['istiods', 'peerAuthentications'],
  'success-rate': ['metrics', 'pods'],
  latency: ['metrics', 'pods'],
  plaintext: ['metrics', 'pods'],
  denied: ['metrics', 'pods'],
  traffic: ['metrics', 'pods'],
  expiry: ['metrics', ...MEMBERS],
  alerts: ['metrics'],
};

/** The names of the invariants that a step breaks, each with what is wrong. */
export function violationsOf(step: RolloutStep): string[] {
  return INVARIANTS.flatMap(({ name, check }) => {
    const wrong = check(step);
    return wrong === null ? [] : [`${name}: ${wrong}`];
  });
}

function oneRevision({ decision: { record } }: RolloutStep): string | null {
  const { from, to, waves } = record.plan;
  const members = new Set(namespacesOf(waves).map(({ uid }) => uid));
  const astray = positionOf(record).namespaces.find(
    ({ uid, revision }) => members.has(uid) && revision !== from && revision !== to,
  );
  return astray === undefined ? null : `${astray.name} belongs on ${astray.revision}`;
}

function noWayBack({ before, decision: { record, actions } }: RolloutStep): string | null {
  if (record.phase === 'rolling-back') return null;
  const { from, to } = record.plan;
  const relabelled = actions.find((action) => action.type === 'relabel');
  if (relabelled !== undefined) return `${relabelled.target.name} is relabelled in ${record.phase}`;
  const movedBefore = new Set(revisionsOf(before, to));
  const back = revisionsOf(record, from).find((name) => movedBefore.has(name));
  return back === undefined ? null : `${back} belongs on ${from} again in ${record.phase}`;
}

function revisionsOf(record: RolloutRecord, revision: string): string[] {
  const { namespaces, gateways } = positionOf(record);
  return [
    ...namespaces.filter((namespace) => namespace.revision === revision).map(({ uid }) => uid),
    ...Object.keys(gateways).filter((name) => gateways[name] === revision),
  ];
}

function wavesInOrder({ before, now, decision: { record } }: RolloutStep): string | null {
  const advanced = record.released > before.released;
  const finished = record.phase === 'retaining' && before.phase !== 'retaining';
  if (!advanced && !finished) return null;
  if (record.released > before.released + 1) return `${record.released} waves released at once`;
  const current = before.plan.waves[before.released - 1];
  if (current === undefined) return null;
  const passedMs = before.passingSince === null ? -1 : now - before.passingSince;
  return passedMs >= current.soakSeconds * 1000
    ? null
    : `${current.name} passed for ${passedMs} ms`;
}

function keptForItsTime({ before, now, decision: { record } }: RolloutStep): string | null {
  if (record.phase !== 'removing' || before.phase === 'removing') return null;
  if (before.phase !== 'retaining') return `removing straight after ${before.phase}`;
  const passedMs = before.passingSince === null ? 0 : now - before.passingSince;
  const keptMs = before.retainedMs + passedMs;
  const isKept = before.passingSince !== null && keptMs >= before.plan.retainSeconds * 1000;
  return isKept ? null : `kept for ${keptMs} ms of ${before.plan.retainSeconds} s`;
}

function unknownNeverAdvances({ before, observation, decision }: RolloutStep): string | null {
  const { record } = decision;
  const isEntered = (phase: RolloutRecord['phase']) =>
    record.phase === phase && before.phase !== phase;
  const isNext = before.released > 0 && record.released > before.released;
  const felt: readonly FactName[] = record.plan.metrics === null ? [] : ['metrics'];
  const needed: Needed[] = [
    [isNext || isEntered('retaining'), felt],
    [isNext, ['istiods', ...MEMBERS]],
    [isEntered('retaining') || isEntered('removing'), ['istiods', ...MEMBERS]],
    [record.retired.length > before.retired.length, ['istiods', 'injectors', ...MEMBERS]],
    [isEntered('rolled-back') && before.released > 0, MEMBERS],
    [isEntered('done'), ['istiods', 'injectors', 'revisionObjects']],
  ];
  const missing = needed.flatMap(([applies, facts]) =>
    applies ? facts.filter((fact) => observation[fact]?.known !== true) : [],
  );
  return missing.length === 0 ? null : `advanced without ${missing.join(', ')}`;
}

function unknownNeverTurnsBack({ before, observation, decision }: RolloutStep): string | null {
  const { phase, failure } = decision.record;
  if (phase !== 'rolling-back' || before.phase === 'rolling-back') return null;
  const missing = (EVIDENCE[failure?.gate ?? ''] ?? []).filter(
    (fact) => observation[fact]?.known !== true,
  );
  return missing.length === 0 ? null : `turned back without ${missing.join(', ')}`;
}

function removalIsProved({ before, observation, decision }: RolloutStep): string | null {
  const retired = decision.record.retired.filter((revision) => !before.retired.includes(revision));
  const used = retired.find((revision) => inUse(revision, observation).inUse !== 'no');
  return used === undefined ? null : `${used}: ${inUse(used, observation).reasons.join('; ')}`;
}

function terminalIsQuiet({ before, decision }: RolloutStep): string | null {
  if (before.phase !== 'done' && before.phase !== 'rolled-back') return null;
  const isQuiet = decision.actions.length === 0 && decision.record === before;
  return isQuiet && decision.next.type === 'stop' ? null : `${before.phase} goes on`;
}

function isRepeatable({ before, observation, now, memory, decision }: RolloutStep): string | null {
  const again = plan({ observation, record: before, now, memory });
  return canonicalJson(again) === canonicalJson(decision) ? null : 'the second decision differs';
}

function targetsAreFit({ observation, decision: { record, actions } }: RolloutStep): string | null {
  for (const action of actions) {
    const revision = targetOf(action, record);
    if (revision === null) continue;
    const fitness = fitnessOf(revision, observation);
    if (!fitness.fit) return `${action.type} although ${fitness.reason}`;
  }
  return null;
}

function targetOf(
  action: Action,
  { plan: { from, to }, phase, released }: RolloutRecord,
): string | null {
  const isBack = phase === 'rolling-back';
  if (action.type === 'relabel') return action.revision;
  if (action.type === 'restart') return isBack ? from : to;
  return action.type === 'apply' && isBack && released > 0 ? from : null;
}

function ownershipIsKept({
  before,
  observation,
  decision: { record },
}: RolloutStep): string | null {
  const { namespaces } = observation;
  const kept = new Set(positionOf(record).namespaces.map(({ uid }) => uid));
  const lost = positionOf(before).namespaces.find(
    ({ uid }) =>
      !kept.has(uid) &&
      !(namespaces.known && namespaces.value.every((n) => n.uid !== uid)) &&
      !(record.phase === 'rolling-back' && isBorrowed(uid, before, observation)),
  );
  return lost === undefined ? null : `${lost.name} was dropped`;
}

/** The way back gives a namespace up with the labels that it had. */
function isBorrowed(uid: string, record: RolloutRecord, observation: Observation): boolean {
  const borrowed = borrowedNamespaces(record, observation);
  return borrowed.known && borrowed.value.some(({ target }) => target.uid === uid);
}

/** Labels are given back only when no pod of a wave is left that the new revision injected. */
function labelsLast({ observation, decision: { record, actions } }: RolloutStep): string | null {
  if (!actions.some(({ type }) => type === 'restore')) return null;
  const { pods } = observation;
  if (record.phase !== 'rolling-back' || !pods.known) return 'restores although pods are unknown';
  const names = new Set(namespacesOf(record.plan.waves).map(({ name }) => name));
  const moved = pods.value.find(
    (pod) => names.has(pod.namespace) && pod.revision === record.plan.to && !pod.terminating,
  );
  return moved === undefined ? null : `restores although ${moved.name} is on ${record.plan.to}`;
}

function retiredIsFinal({ before, decision: { record } }: RolloutStep): string | null {
  const revived = before.retired.find((revision) => !record.retired.includes(revision));
  if (revived !== undefined) return `${revived} came back`;
  const turned = record.phase === 'rolling-back' && record.retired.includes(record.plan.from);
  return turned ? `rolling back to ${record.plan.from}, which is removed` : null;
}
