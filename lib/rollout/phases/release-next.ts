import type { Decision } from '../action';
import { adoptNamespaces } from '../adopt-namespaces';
import { approvalOf } from '../commands/approval-of';
import { awaitPerson } from '../commands/await-person';
import { commandToken } from '../commands/command-token';
import { act, hold, isOverdue, isStuck, POLL_MS, UNPROVED, type PhaseInput } from '../decide';
import { nameSome } from '../name-some';
import type { NamespaceFact } from '../observation';
import { arrivalShare } from '../fleet/arrivals';
import { awaitClusters } from '../fleet/await-clusters';
import { clusterHold } from '../fleet/cluster-hold';
import type { FrozenPlan, FrozenWave, NamespaceWave, RolloutRecord } from '../record';
import { unpinnedIn } from '../gateway-api/unpinned-problems';
import { isPatch } from '../patch/version-of';
import { clusterFacts } from '../start/cluster-facts';
import { memberProblems, targetOf } from '../start/freeze-plan';
import { mostStragglers, STRAGGLERS, stragglersOf } from '../stragglers';
import type { GateResult } from '../verdict';
import { newProgress } from '../wave-progress';
import { admitWave } from './admit-wave';

/**
 * After a wave has proved itself: the next one, once a person has approved it where one has to; that of the stragglers; or the time
 * in which `from` is kept.
 * @param provedAt - since when the next wave could move, epoch milliseconds
 */
export function releaseNext(
  input: PhaseInput,
  provedAt: number,
  gates: readonly GateResult[],
): Decision {
  const { record, now } = input;
  const next = record.plan.waves[record.released];
  if (next === undefined) return afterLast(input, gates);
  if (next.approval && approvalOf(record, next.name) === null) {
    return awaitApproval(input, next.name, provedAt, gates);
  }
  const behind = clusterHold(record, input.observation, next);
  if (behind !== null) {
    const awaited = {
      place: placeOf(record),
      reason: `${next.name}: ${behind}`,
      since: provedAt,
    };
    return awaitClusters(record, awaited, now, gates);
  }
  const admission = admitWave(input, next, gates);
  if (!admission.admitted) return admission.decision;
  return next.kind === 'namespace' && next.name === STRAGGLERS
    ? releaseStragglers(input, next, admission.gates)
    : act(released(input, next), [], admission.gates);
}

function awaitApproval(
  { record, now }: PhaseInput,
  wave: string,
  since: number,
  gates: readonly GateResult[],
): Decision {
  const token = commandToken(record, { wave });
  const status = placeOf(record);
  const what = `wave ${wave} waits for approval: rollout approve ${token}`;
  const awaits = { type: 'approval-needed', token } as const;
  return awaitPerson(record, { status, what, awaits, since }, now, gates);
}

function placeOf({ plan, released }: RolloutRecord): string {
  const before = plan.waves[released - 1];
  return before === undefined ? 'nothing has moved yet' : `wave ${before.name} is proved`;
}

/** A record whose next wave belongs on `to`. */
function released({ record, observation, now }: PhaseInput, wave: FrozenWave): RolloutRecord {
  const arrivals = arrivalShare(record, wave, observation);
  const progress = { ...newProgress(now), ...(arrivals === null ? {} : { arrivals }) };
  return {
    ...record,
    released: record.released + 1,
    progress: [...record.progress, progress],
    since: now,
    ...UNPROVED,
    restarts: {},
    restarting: {},
  };
}

function afterLast(input: PhaseInput, gates: readonly GateResult[]): Decision {
  const { record, observation, now } = input;
  const { plan } = record;
  const isAppended = plan.waves.some(({ name }) => name === STRAGGLERS);
  if (plan.stragglers === 'hold' || isAppended) return act(retaining(record, now), [], gates);
  const late = stragglersOf(plan, observation);
  if (!late.known) return hold(record, late.reason, isStuck(record, now), gates);
  if (late.value.length === 0) return act(retaining(record, now), [], gates);
  const hindrance = hindranceOf(input, late.value);
  if (hindrance !== null) return hold(record, hindrance, isOverdue(record, now), gates);
  const wave: NamespaceWave = {
    name: STRAGGLERS,
    kind: 'namespace',
    namespaces: late.value.map(targetOf),
    selection: `what is on ${plan.from} in no wave`,
    soakSeconds: Math.max(...plan.waves.map(({ soakSeconds }) => soakSeconds)),
    approval: plan.waves.some(({ approval }) => approval),
  };
  return act({ ...record, plan: withLast(plan, wave), since: now }, [], gates);
}

/** What keeps stragglers from being moved without somebody who agrees to it. */
function hindranceOf(
  { record, observation }: PhaseInput,
  late: readonly NamespaceFact[],
): string | null {
  const { plan } = record;
  const names = nameSome(late.map(({ name }) => name));
  const most = mostStragglers(plan);
  if (late.length > most) {
    return `namespaces ${names} are on ${plan.from} and in no wave; that is more than a wave of this rollout has (${most}), so somebody has to say where they belong`;
  }
  const read = clusterFacts(observation);
  if (!read.ok) return read.problems.join('; ');
  const problems = late.flatMap((fact) => [
    ...memberProblems(plan, fact, read.facts),
    ...(isPatch(plan) ? [] : unpinnedIn(fact, plan.from, read.facts)),
  ]);
  return problems.length === 0 ? null : `stragglers cannot be moved: ${problems.join('; ')}`;
}

/** Their labels become ours first. What somebody took off `from` meanwhile is no straggler. */
function releaseStragglers(
  input: PhaseInput,
  wave: NamespaceWave,
  gates: readonly GateResult[],
): Decision {
  const { record, observation, now } = input;
  const adoption = adoptNamespaces(record, [wave], observation);
  if (adoption.kind === 'unknown')
    return hold(record, adoption.reason, isStuck(record, now), gates);
  if (adoption.kind === 'adopted')
    return act(released({ ...input, record: adoption.record }, wave), [], gates);
  const changed = new Set(adoption.changed.map(({ target }) => target.uid));
  if (changed.size > 0) {
    const namespaces = wave.namespaces.filter(({ uid }) => !changed.has(uid));
    const left = namespaces.length === 0 ? null : { ...wave, namespaces };
    return act({ ...record, plan: withLast(record.plan, left), since: now }, [], gates);
  }
  if (isOverdue(record, now)) {
    const names = nameSome(adoption.open.map(({ fact }) => fact.name));
    return hold(record, `namespaces ${names} could not be adopted`, true, gates);
  }
  return {
    ...act(record, adoption.actions, gates),
    next: { type: 'continue', afterMs: POLL_MS },
  };
}

/** A plan with another wave of stragglers, or without one. What was agreed stays as it is, and so does its hash. */
function withLast(plan: FrozenPlan, wave: NamespaceWave | null): FrozenPlan {
  const agreed = plan.waves.filter(({ name }) => name !== STRAGGLERS);
  return { ...plan, waves: wave === null ? agreed : [...agreed, wave] };
}

function retaining(record: RolloutRecord, now: number): RolloutRecord {
  return {
    ...record,
    phase: 'retaining',
    retainedMs: 0,
    since: now,
    ...UNPROVED,
    restarts: {},
    restarting: {},
  };
}
