import { UNPROVED } from './decide';
import { begunAnew } from './begun-anew';
import { UNTOLD } from './commands/untold';
import type { Observation } from './observation';
import { byVersion } from './patch/by-version';
import { isPatch, revisionOf } from './patch/version-of';
import type { RolloutPosition } from './position';
import { positionLeft } from './position-left';
import type { FrozenPlan, RolloutRecord } from './record';
import type { RolloutSpec } from './rollout-spec';
import { rememberTransition } from './remember-transition';
import { lostRecordProblems } from './lost-record';
import { clusterFacts, type ClusterFacts } from './start/cluster-facts';
import { freezePlan } from './start/freeze-plan';
import { MOVED } from './start/already-moved';
import { planDifferences, sourceDigest } from './start/plan-differences';
import { specProblems } from './start/spec-problems';
import { standingOf, type Standing } from './start/standing';
import type { DeclaredVersions } from './skew/skew-problems';
import { statusOf } from './status-of';
import {
  declaredGatewayApis,
  declaredWorkloads,
  gatewayApisOf,
  gatewayKey,
  gatewaysOf,
  isWhole,
  namespacesOf,
  tagsOf,
} from './wave-members';

/** What a start is decided from. `now` is in epoch milliseconds. */
export interface StartInput {
  readonly spec: RolloutSpec;
  readonly observation: Observation;
  /** The stored record, `null` before the first rollout of a cluster. */
  readonly record: RolloutRecord | null;
  readonly now: number;
  /**
   * Whether a rollout under way that differs from the spec stops where it is, and the spec goes on from there.
   * @default false: the differences are a problem
   */
  readonly supersede?: boolean;
  /**
   * Versions that the environment declares for its revisions.
   * @default none: how far `to` is from what runs shows only once it is installed
   */
  readonly versions?: DeclaredVersions;
}

/** The record to go on with, or every problem found. */
export type StartResult =
  | {
      readonly ok: true;
      readonly record: RolloutRecord;
      /** What a reader should know before the plan is carried out. */
      readonly notes: readonly string[];
    }
  | {
      readonly ok: false;
      /** Whether the source has to be corrected, or the cluster has to be readable. */
      readonly cause: 'input' | 'unreadable';
      readonly problems: string[];
    };

/**
 * Starts a rollout, resumes it, or retries it after a rollback. A new attempt freezes the plan: its members by identity,
 * as the cluster shows them now. A rollout under way is resumed as it was agreed; one that is done stays done.
 */
export function startRollout(input: StartInput): StartResult {
  const start = begin(input);
  if (!start.ok) return start;
  return { ...start, record: rememberTransition(input.record, start.record, input.now) };
}

function begin(given: StartInput): StartResult {
  const { spec, record } = given;
  const input = { ...given, observation: byVersion(spec, given.observation) };
  if (record !== null && isUnderWay(record)) {
    const isOther = planDifferences(spec, record.plan).length > 0;
    if (input.supersede === true && isOther) return supersede(input, record);
    return record.phase === 'rolled-back' ? goOn(input, record) : resume(input, record);
  }
  if (record?.phase === 'done' && isSameMove(spec, record)) return { ok: true, record, notes: [] };
  const problems = specProblems(spec);
  if (problems.length > 0) return { ok: false, cause: 'input', problems };
  const read = clusterFacts(input.observation);
  if (!read.ok) return { ...read, cause: 'unreadable' };
  const lost = record === null ? lostRecordProblems(read.facts) : [];
  if (lost.length > 0) return { ok: false, cause: 'input', problems: lost };
  const frozen = freezePlan(spec, read.facts, input.versions);
  if (!frozen.ok) return { ...frozen, cause: 'input' };
  const { plan, notes } = frozen;
  return { ok: true, record: firstRecord(input, plan, read.facts), notes };
}

/** Whether a rollout has moved, or may have moved, what it has not brought to an end: also one that keeps some of it on `to`. */
function isUnderWay({ phase, kept }: RolloutRecord): boolean {
  return phase === 'rolled-back' ? kept > 0 : phase !== 'done';
}

/**
 * Stops a rollout where it is, and begins another from there: what it has brought to `to` stays and is judged from now on, what it has
 * brought elsewhere waits there for its wave, and a rollback takes all of it to `from`.
 */
function supersede(input: StartInput, record: RolloutRecord): StartResult {
  const { spec } = input;
  const { plan: old } = record;
  if (record.retired.includes(old.from)) {
    const problem = `${old.from} is being removed, so the rollout ${old.from} → ${old.to} cannot stop where it is; finish it first, with the source as it was`;
    return { ok: false, cause: 'input', problems: [problem, ...planDifferences(spec, old)] };
  }
  if (isPatch(old) || isPatch(spec)) {
    const problem = `a patch is superseded by nothing and supersedes nothing; roll ${old.from} → ${old.to} back or finish it, with the source as it was`;
    return { ok: false, cause: 'input', problems: [problem] };
  }
  if (tagsOf(old.waves).length > 0 || spec.mode === 'tag') {
    const problem = `only a rollout whose waves move by label can be superseded, by one of that mode; roll ${old.from} → ${old.to} back or finish it, with the source as it was`;
    return { ok: false, cause: 'input', problems: [problem] };
  }
  if (!old.waves.every(isWhole) || declaredWorkloads(spec.waves).length > 0) {
    const problem = `only a rollout of whole namespaces can be superseded, by one of that sort; roll ${old.from} → ${old.to} back or finish it, with the source as it was`;
    return { ok: false, cause: 'input', problems: [problem] };
  }
  if (gatewayApisOf(old.waves).length > 0 || declaredGatewayApis(spec.waves).length > 0) {
    const problem = `a rollout with Gateways of the Gateway API is superseded by nothing and supersedes nothing; roll ${old.from} → ${old.to} back or finish it, with the source as it was`;
    return { ok: false, cause: 'input', problems: [problem] };
  }
  const problems = specProblems(spec);
  if (problems.length > 0) return { ok: false, cause: 'input', problems };
  const read = clusterFacts(input.observation);
  if (!read.ok) return { ...read, cause: 'unreadable' };
  const standing = standingOf(record, read.facts);
  const frozen = freezePlan(spec, read.facts, input.versions, standing);
  if (!frozen.ok) return { ...frozen, cause: 'input' };
  const plan = { ...frozen.plan, source: sourceDigest(spec) };
  const first = firstRecord(input, plan, read.facts);
  const notes = [
    `the rollout ${old.from} → ${old.to} stops where it is (${statusOf(record)}) and is superseded:`,
    ...planDifferences(spec, old),
    ...frozen.notes,
  ];
  return {
    ok: true,
    notes,
    record: {
      ...first,
      attempt: record.attempt + 1,
      released: plan.waves.filter(({ name }) => MOVED.includes(name)).length,
      owned: withStanding(first.owned, plan, standing),
    },
  };
}

/** What a superseded rollout made ours stays ours, and where it is until a wave moves it. */
function withStanding(
  owned: RolloutRecord['owned'],
  { from, to }: FrozenPlan,
  standing: Standing,
): RolloutRecord['owned'] {
  const placeOf = (revision: string) => (revision === to ? from : revision);
  const others = owned.namespaces.filter(({ uid }) => !standing.namespaces.has(uid));
  const standingNamespaces = [...standing.namespaces].map(([uid, { name, revision }]) => ({
    name,
    uid,
    revision: placeOf(revision),
  }));
  const gateways = [...standing.gateways].map(([key, revision]) => [key, placeOf(revision)]);
  return {
    namespaces: [...others, ...standingNamespaces],
    gateways: { ...owned.gateways, ...(Object.fromEntries(gateways) as Record<string, string>) },
    tags: owned.tags,
    pointers: owned.pointers,
  };
}

/** The next attempt after only some waves went back: the others stay where they are, and are judged anew. */
function goOn(input: StartInput, record: RolloutRecord): StartResult {
  const resumed = resume(input, record);
  if (!resumed.ok) return resumed;
  return {
    ok: true,
    notes: resumed.notes,
    record: {
      ...resumed.record,
      phase: 'moving',
      released: record.kept,
      kept: 0,
      attempt: record.attempt + 1,
      progress: record.progress.slice(0, record.kept),
      failure: null,
      ...UNPROVED,
      ...UNTOLD,
    },
  };
}

function resume({ spec, now }: StartInput, record: RolloutRecord): StartResult {
  const differences = planDifferences(spec, record.plan);
  if (differences.length > 0) {
    return {
      ok: false,
      cause: 'input',
      problems: [
        `a rollout ${record.plan.from} → ${record.plan.to} is under way; finish it first, with the source as it was, or stop it where it is with "rollout run --supersede"`,
        ...differences,
      ],
    };
  }
  return {
    ok: true,
    notes: [],
    record: begunAnew(record, now),
  };
}

function firstRecord(
  { spec, record: previous, now }: StartInput,
  plan: FrozenPlan,
  facts: ClusterFacts,
): RolloutRecord {
  const isRetry = previous?.phase === 'rolled-back' && isSameMove(spec, previous);
  const revisions = [plan.from, plan.to];
  return {
    plan,
    phase: 'installing',
    released: 0,
    kept: 0,
    attempt: isRetry ? previous.attempt + 1 : 1,
    since: now,
    ...UNPROVED,
    proof: null,
    retainedMs: 0,
    progress: [],
    restarts: {},
    restarting: {},
    // What was applied before may have been corrected in the source since.
    applied: null,
    cleanScans: [],
    handed: null,
    gatewaysBack: false,
    removed: [],
    retired: (previous?.retired ?? []).filter((revision) => !revisions.includes(revision)),
    failure: null,
    history: previous?.history ?? [],
    ...UNTOLD,
    owned: ownedAtStart(previous, plan, facts),
  };
}

/**
 * What earlier rollouts made ours stays ours; members of the new plan belong on `from` until their wave, by the label that they
 * have until they are adopted.
 */
function ownedAtStart(
  previous: RolloutRecord | null,
  plan: FrozenPlan,
  facts: ClusterFacts,
): RolloutRecord['owned'] {
  const before = positionLeft(previous);
  const living = new Set(facts.namespaces.map(({ uid }) => uid));
  const members = new Map(namespacesOf(plan.waves).map(({ uid, original }) => [uid, original]));
  return {
    namespaces: before.namespaces
      .filter(({ uid }) => living.has(uid))
      .map((namespace) =>
        members.has(namespace.uid)
          ? { ...namespace, revision: members.get(namespace.uid)?.rev ?? revisionOf(plan.from) }
          : namespace,
      ),
    pointers: before.pointers,
    gateways: {
      ...gatewaysLeft(before),
      ...Object.fromEntries(
        gatewaysOf(plan.waves).map((gateway) => [gatewayKey(gateway), plan.from] as const),
      ),
    },
    tags: {
      ...before.tags,
      ...Object.fromEntries(tagsOf(plan.waves).map((tag) => [tag, plan.from] as const)),
    },
  };
}

/** Where earlier rollouts left gateways: every one of them has ended, so one generation has each address. */
function gatewaysLeft({ gateways }: RolloutPosition): Record<string, string> {
  const left = Object.entries(gateways).flatMap(([key, { serving }]) =>
    serving === null ? [] : [[key, serving] as const],
  );
  return Object.fromEntries(left);
}

function isSameMove(spec: RolloutSpec, { plan }: RolloutRecord): boolean {
  return spec.from === plan.from && spec.to === plan.to;
}
