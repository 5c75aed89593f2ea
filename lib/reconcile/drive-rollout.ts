import { backOff } from 'exponential-backoff';
import type { ClusterAction } from '../cluster/actuator';
import { messageOf, statusOf } from '../cluster/api-error';
import {
  RecordConflictError,
  RecordCorruptError,
  RecordTooLargeError,
  type RecordStore,
} from '../cluster/record-store';
import type { DeploySteps } from './deployer';
import type { ResourceChange } from '../deploy/resource-change';
import type { Action, Decision } from '../rollout/action';
import { begunAnew } from '../rollout/begun-anew';
import {
  NO_MEMORY,
  withFailure,
  type DriverMemory,
  type EngineFailure,
} from '../rollout/driver-memory';
import type { Observation } from '../rollout/observation';
import { plan } from '../rollout/plan';
import { positionKey } from '../rollout/position-key';
import type { RolloutRecord } from '../rollout/record';
import type { RolloutSpec } from '../rollout/rollout-spec';
import type { DeclaredVersions } from '../rollout/skew/skew-problems';
import { startRollout } from '../rollout/start-rollout';
import type { Preflight } from './preflight';
import { RolloutError, startError } from './rollout-error';
import { unexpectedChanges } from './unexpected-changes';

/** How often a write that failed for a passing reason is made; the next look decides anew. */
const ACTION_ATTEMPTS = 5;

/** How often the record is written: for about a minute, since nothing goes on without it. */
const STORE_ATTEMPTS = 12;

/** The world as the driver needs it. */
export interface RolloutPorts {
  readonly store: RecordStore;
  readonly engine: DeploySteps;
  /** What one tick needs to know; `null` before there is a record. */
  readonly observe: (record: RolloutRecord | null) => Promise<Observation>;
  readonly act: (action: ClusterAction) => Promise<void>;
  readonly preflight: Preflight;
  /** Versions that the environment declares for its revisions. */
  readonly versions: DeclaredVersions;
  /** Tells people of a decision and of what it was made from; gives its record, with what was told noted in it. */
  readonly notify: (decision: Decision, seen: Observation) => Promise<RolloutRecord>;
  readonly now: () => number;
  /** Resolves early when the driver is asked to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Throws when the driver must stop: interrupted, or the lease was lost. */
  readonly checkpoint: () => void;
  readonly report: RolloutReporter;
}

/** Told of everything that happens, in order. */
export interface RolloutReporter {
  /** @param seen - what it was made from */
  decision(decision: Decision, seen: Observation): void;
  action(action: Action): void;
  /** What the engine is about to change, before it does. */
  preview(changes: readonly ResourceChange[]): void;
  note(message: string): void;
}

/** How a rollout ended. */
export interface RolloutOutcome {
  readonly outcome: 'done' | 'rolled-back' | 'waiting' | 'blocked';
  readonly message: string;
  readonly record: RolloutRecord;
}

/** Where a driver stands between two ticks: what is stored, and what only this process knows. */
interface Progress {
  readonly record: RolloutRecord;
  readonly memory: DriverMemory;
}

/**
 * Drives a rollout to its end: observe, decide, store the position, act, again. Every decision is the planner's. The
 * record is stored before anything is done, so that a driver killed anywhere is continued by the next. What fails is told
 * and seen again at the next look, where the planner decides how long that may go on.
 *
 * @param spec - `null` to go on with what is stored, whatever the source says now: the way back must not depend on it
 * @param supersede - whether a rollout under way that differs stops where it is, and `spec` goes on from there
 * @throws RolloutError when the rollout cannot start, must stop, or its record cannot be written.
 */
export async function driveRollout(
  spec: RolloutSpec | null,
  ports: RolloutPorts,
  supersede = false,
): Promise<RolloutOutcome> {
  const first = await begin(spec, ports, supersede);
  let { record, memory }: Progress = { record: first, memory: NO_MEMORY };
  for (;;) {
    ports.checkpoint();
    record = await withCommands(record, ports);
    const observation = await ports.observe(record);
    const decision = plan({ observation, record, now: ports.now(), memory });
    memory = { ...memory, lookedAt: observation.at };
    const stored = await keep(record, decision.record, ports);
    if (stored !== decision.record) {
      record = stored;
      continue;
    }
    ports.report.decision(decision, observation);
    ({ record, memory } = await perform(decision, memory, ports));
    record = await keep(record, await ports.notify({ ...decision, record }, observation), ports);
    if (decision.next.type === 'stop') {
      const { outcome, message } = decision.next;
      return { outcome, message, record };
    }
    await ports.sleep(decision.next.afterMs);
  }
}

async function begin(
  spec: RolloutSpec | null,
  ports: RolloutPorts,
  supersede: boolean,
): Promise<RolloutRecord> {
  const { record } = await ports.store.load();
  if (spec === null) {
    if (record === null) throw recordGone();
    const anew = begunAnew(record, ports.now());
    await ports.store.save({ record: anew });
    return anew;
  }
  const observation = await ports.observe(null);
  const { versions } = ports;
  const start = startRollout({
    spec,
    observation,
    record,
    now: ports.now(),
    supersede,
    versions,
  });
  if (!start.ok) throw startError(start);
  for (const note of start.notes) ports.report.note(note);
  if (start.record === record) return record;
  // What is under way goes on, and most of all back, whatever is missing by now.
  if (start.record.attempt !== record?.attempt || start.record.plan.hash !== record.plan.hash)
    await ports.preflight(start.record, observation);
  await ports.store.save({ record: start.record });
  return start.record;
}

/** What is stored now: people may have told the rollout something. Not read, it is heard at the next look. */
async function withCommands(record: RolloutRecord, ports: RolloutPorts): Promise<RolloutRecord> {
  let stored: RolloutRecord | null;
  try {
    ({ record: stored } = await ports.store.load());
  } catch (error) {
    if (error instanceof RecordCorruptError) throw error;
    ports.report.note(`the record could not be read: ${messageOf(error)}`);
    return record;
  }
  if (stored === null) throw recordGone();
  return stored;
}

function recordGone(): RolloutError {
  return new RolloutError('error', 'the record was deleted during the rollout', []);
}

/** Stores what was decided; on a conflict the stored record wins and the decision is made anew. */
async function keep(
  before: RolloutRecord,
  after: RolloutRecord,
  ports: RolloutPorts,
): Promise<RolloutRecord> {
  if (before === after) return after;
  try {
    // A write whose answer was lost is a conflict the second time: what is stored is read again then.
    await retried(() => ports.store.save({ record: after }), STORE_ATTEMPTS, ports);
    return after;
  } catch (error) {
    if (!(error instanceof RecordConflictError)) throw error;
    const { record } = await retried(() => ports.store.load(), STORE_ATTEMPTS, ports);
    if (record === null) throw recordGone();
    return record;
  }
}

/** One action that cannot be done keeps none of the others from being done. */
async function perform(
  decision: Decision,
  before: DriverMemory,
  ports: RolloutPorts,
): Promise<Progress> {
  let progress: Progress = { record: decision.record, memory: before };
  for (const action of decision.actions) {
    ports.checkpoint();
    ports.report.action(action);
    if (action.type === 'apply') progress = await apply(progress, action, ports);
    else await attempt(action, ports);
  }
  return progress;
}

async function attempt(action: ClusterAction, ports: RolloutPorts): Promise<void> {
  try {
    await retried(() => ports.act(action), ACTION_ATTEMPTS, ports);
  } catch (error) {
    ports.checkpoint();
    ports.report.note(`${action.type} failed: ${messageOf(error)}`);
  }
}

async function apply(
  { record, memory }: Progress,
  { expect, refresh }: Extract<Action, { type: 'apply' }>,
  ports: RolloutPorts,
): Promise<Progress> {
  const failed = (step: EngineFailure['step'], reasons: readonly string[]): Progress => {
    // An engine that was interrupted with us has not failed.
    ports.checkpoint();
    const reason = reasons.join('; ');
    ports.report.note(`the ${step === 'preview' ? 'preview' : 'update'} failed: ${reason}`);
    const failure = { key: positionKey(record), step, reason, at: ports.now() };
    return { record, memory: withFailure(memory, failure) };
  };
  const preview = await ports.engine.preview({ refresh });
  if (!preview.ok) return failed('preview', preview.diagnostics);
  ports.checkpoint();
  ports.report.preview(preview.changes);
  const surprises = unexpectedChanges(record, expect, preview.changes);
  if (surprises.length > 0 && record.phase !== 'rolling-back') {
    throw new RolloutError(
      'blocked',
      'the preview shows changes that do not belong to this step; apply or revert them first',
      surprises,
    );
  }
  const result = await ports.engine.up({ refresh });
  if (!result.ok) return failed('up', result.diagnostics);
  const applied = await keep(record, { ...record, applied: positionKey(record) }, ports);
  return { record: applied, memory: { ...memory, engineFailure: null } };
}

/** Tries again what failed for a passing reason; a refusal stays one. */
async function retried<T>(
  work: () => Promise<T>,
  numOfAttempts: number,
  { report, checkpoint }: RolloutPorts,
): Promise<T> {
  return backOff(work, {
    numOfAttempts,
    startingDelay: 300,
    maxDelay: 10_000,
    jitter: 'full',
    retry: (error: unknown, attempt) => {
      if (isRefusal(error)) return false;
      checkpoint();
      report.note(`attempt ${attempt} failed: ${messageOf(error)}`);
      return true;
    },
  });
}

function isRefusal(error: unknown): boolean {
  if (error instanceof RecordConflictError || error instanceof RecordTooLargeError) return true;
  const status = statusOf(error) ?? 0;
  return status >= 400 && status < 500 && status !== 429;
}
