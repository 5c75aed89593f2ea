import { UNPROVED } from './decide';
import { begunAnew } from './begun-anew';
import { UNTOLD } from './commands/untold';
import type { Observation } from './observation';
import { positionOf } from './position-of';
import type { FrozenPlan, RolloutRecord } from './record';
import type { RolloutSpec } from './rollout-spec';
import { rememberTransition } from './remember-transition';
import { lostRecordProblems } from './lost-record';
import { clusterFacts, type ClusterFacts } from './start/cluster-facts';
import { freezePlan } from './start/freeze-plan';
import { planDifferences } from './start/plan-differences';
import { specProblems } from './start/spec-problems';
import { gatewayKey, gatewaysOf, namespacesOf, tagsOf } from './wave-members';

/** What a start is decided from. `now` is in epoch milliseconds. */
export interface StartInput {
  readonly spec: RolloutSpec;
  readonly observation: Observation;
  /** The stored record, `null` before the first rollout of a cluster. */
  readonly record: RolloutRecord | null;
  readonly now: number;
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

function begin(input: StartInput): StartResult {
  const { spec, record } = input;
  if (record !== null && record.phase !== 'done' && record.phase !== 'rolled-back') {
    return resume(input, record);
  }
  if (record?.phase === 'rolled-back' && record.kept > 0) return goOn(input, record);
  if (record?.phase === 'done' && isSameMove(spec, record)) return { ok: true, record, notes: [] };
  const problems = specProblems(spec);
  if (problems.length > 0) return { ok: false, cause: 'input', problems };
  const read = clusterFacts(input.observation);
  if (!read.ok) return { ...read, cause: 'unreadable' };
  const lost = record === null ? lostRecordProblems(read.facts) : [];
  if (lost.length > 0) return { ok: false, cause: 'input', problems: lost };
  const frozen = freezePlan(spec, read.facts);
  if (!frozen.ok) return { ...frozen, cause: 'input' };
  const { plan, notes } = frozen;
  return { ok: true, record: firstRecord(input, plan, read.facts), notes };
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
        `a rollout ${record.plan.from} → ${record.plan.to} is under way; finish it first, with the source as it was`,
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
    retainedMs: 0,
    progress: [],
    suspects: [],
    restarts: {},
    restarting: {},
    // What was applied before may have been corrected in the source since.
    applied: null,
    cleanScans: [],
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
  const before =
    previous === null ? { namespaces: [], gateways: {}, tags: {} } : positionOf(previous);
  const living = new Set(facts.namespaces.map(({ uid }) => uid));
  const members = new Map(namespacesOf(plan.waves).map(({ uid, original }) => [uid, original]));
  return {
    namespaces: before.namespaces
      .filter(({ uid }) => living.has(uid))
      .map((namespace) =>
        members.has(namespace.uid)
          ? { ...namespace, revision: members.get(namespace.uid)?.rev ?? plan.from }
          : namespace,
      ),
    gateways: {
      ...before.gateways,
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

function isSameMove(spec: RolloutSpec, { plan }: RolloutRecord): boolean {
  return spec.from === plan.from && spec.to === plan.to;
}
