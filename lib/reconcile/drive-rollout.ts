import { backOff } from 'exponential-backoff';
import type { ClusterAction } from '../cluster/actuator';
import { messageOf } from '../cluster/api-error';
import { RecordConflictError, type RecordStore } from '../cluster/record-store';
import type { Engine } from '../deploy/engine';
import type { ResourceChange } from '../deploy/resource-change';
import type { Action, Decision } from '../rollout/action';
import type { Observation } from '../rollout/observation';
import { plan } from '../rollout/plan';
import { positionKey } from '../rollout/position-key';
import type { RolloutRecord } from '../rollout/record';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { startRollout } from '../rollout/start-rollout';
import { RolloutError } from './rollout-error';
import { unexpectedChanges } from './unexpected-changes';

/** How often a request that failed for a passing reason is made. */
const ATTEMPTS = 5;

/** The world as the driver needs it. */
export interface RolloutPorts {
  readonly store: RecordStore;
  readonly engine: Pick<Engine, 'preview' | 'up'>;
  readonly observe: () => Promise<Observation>;
  readonly act: (action: ClusterAction) => Promise<void>;
  readonly now: () => number;
  /** Resolves early when the driver is asked to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Throws when the driver must stop: interrupted, or the lease was lost. */
  readonly checkpoint: () => void;
  readonly report: RolloutReporter;
}

/** Told of everything that happens, in order. */
export interface RolloutReporter {
  decision(decision: Decision): void;
  action(action: Action): void;
  /** What the engine is about to change, before it does. */
  preview(changes: readonly ResourceChange[]): void;
  note(message: string): void;
}

/** How a rollout ended. */
export interface RolloutOutcome {
  readonly outcome: 'done' | 'rolled-back' | 'blocked';
  readonly message: string;
  readonly record: RolloutRecord;
}

/**
 * Drives a rollout to its end: observe, decide, store the position, act, again. Every decision is the planner's. The
 * record is stored before anything is done, so that a driver killed anywhere is continued by the next.
 *
 * @throws RolloutError when the rollout cannot start, or a step keeps failing; the same command continues it.
 */
export async function driveRollout(
  spec: RolloutSpec,
  ports: RolloutPorts,
): Promise<RolloutOutcome> {
  let record = await begin(spec, ports);
  for (;;) {
    ports.checkpoint();
    const observation = await ports.observe();
    const decision = plan({ observation, record, now: ports.now() });
    const stored = await keep(record, decision.record, ports);
    if (stored !== decision.record) {
      record = stored;
      continue;
    }
    ports.report.decision(decision);
    record = await perform(decision, ports);
    if (decision.next.type === 'stop') {
      const { outcome, message } = decision.next;
      return { outcome, message, record };
    }
    await ports.sleep(decision.next.afterMs);
  }
}

async function begin(spec: RolloutSpec, ports: RolloutPorts): Promise<RolloutRecord> {
  const { record } = await ports.store.load();
  const observation = await ports.observe();
  const start = startRollout({ spec, observation, record, now: ports.now() });
  if (!start.ok) throw new RolloutError('bad-input', 'the rollout cannot start', start.problems);
  if (start.record !== record) await ports.store.save({ record: start.record });
  return start.record;
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
    await retried(() => ports.store.save({ record: after }), ports);
    return after;
  } catch (error) {
    if (!(error instanceof RecordConflictError)) throw error;
    const { record } = await retried(() => ports.store.load(), ports);
    if (record === null)
      throw new RolloutError('error', 'the record was deleted during the rollout', []);
    return record;
  }
}

async function perform(decision: Decision, ports: RolloutPorts): Promise<RolloutRecord> {
  let record = decision.record;
  for (const action of decision.actions) {
    ports.checkpoint();
    ports.report.action(action);
    if (action.type === 'apply') record = await apply(record, action.expect, ports);
    else await retried(() => ports.act(action), ports);
  }
  return record;
}

async function apply(
  record: RolloutRecord,
  expect: readonly string[],
  ports: RolloutPorts,
): Promise<RolloutRecord> {
  const preview = await ports.engine.preview();
  // An engine that was interrupted with us has not failed.
  ports.checkpoint();
  if (!preview.ok) throw new RolloutError('error', 'the preview failed', preview.diagnostics);
  ports.report.preview(preview.changes);
  const surprises = unexpectedChanges(record, expect, preview.changes);
  if (surprises.length > 0 && record.phase !== 'rolling-back') {
    throw new RolloutError(
      'blocked',
      'the preview shows changes that do not belong to this step; apply or revert them first',
      surprises,
    );
  }
  ports.checkpoint();
  const result = await ports.engine.up();
  if (!result.ok) ports.checkpoint();
  if (!result.ok) throw new RolloutError('error', 'the update failed', result.diagnostics);
  const applied = { ...record, applied: positionKey(record) };
  return keep(record, applied, ports);
}

async function retried<T>(
  work: () => Promise<T>,
  { report, checkpoint }: RolloutPorts,
): Promise<T> {
  return backOff(work, {
    numOfAttempts: ATTEMPTS,
    startingDelay: 300,
    jitter: 'full',
    retry: (error: unknown, attempt) => {
      if (error instanceof RecordConflictError) return false;
      report.note(`attempt ${attempt} failed: ${messageOf(error)}`);
      checkpoint();
      return true;
    },
  });
}
