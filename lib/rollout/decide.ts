import type { Action, Decision } from './action';
import type { DriverMemory } from './driver-memory';
import type { Observation } from './observation';
import type { Failure, RolloutRecord } from './record';
import { statusOf } from './status-of';
import type { GateResult } from './verdict';

/** What a record says of a step of which nothing is proved yet. */
export const UNPROVED = {
  settled: false,
  passingSince: null,
  waveringSince: null,
  soakRestarts: 0,
} as const;

/** How soon to look again while something is waited for, in milliseconds. */
export const POLL_MS = 1000;

/**
 * The same while restarts wait for others, in milliseconds: every moment that a place is free is one of the wave's. It is the shortest
 * pause there is.
 */
export const QUEUE_POLL_MS = 250;

/** What a phase decides from. Times are epoch milliseconds. */
export interface PhaseInput {
  readonly observation: Observation;
  readonly record: RolloutRecord;
  readonly now: number;
  readonly memory: DriverMemory;
}

/** Whether the time of the current phase or wave is up, or that of a pause in its soak. */
export function isOverdue(record: RolloutRecord, now: number): boolean {
  return now - (record.waveringSince ?? record.since) > record.plan.deadlineSeconds * 1000;
}

/**
 * Whether facts have been missing for so long that a person must look. Twice the deadline, so that one failed read at the
 * end of a wave's time does not stop a rollout that the next read would decide.
 */
export function isStuck(record: RolloutRecord, now: number): boolean {
  return now - (record.waveringSince ?? record.since) > 2 * record.plan.deadlineSeconds * 1000;
}

/** Whether an observation was made after the step that it is to judge. */
export function isNewer(observation: Observation, record: RolloutRecord): boolean {
  return observation.at > record.since;
}

/** Does something, and looks again at once. */
export function act(
  record: RolloutRecord,
  actions: readonly Action[],
  gates: readonly GateResult[] = [],
): Decision {
  return {
    record,
    actions,
    gates,
    status: statusOf(record),
    held: null,
    next: { type: 'continue', afterMs: 0 },
  };
}

/** Waits for something that takes its time. */
export function wait(
  record: RolloutRecord,
  gates: readonly GateResult[] = [],
  afterMs = POLL_MS,
): Decision {
  return {
    record,
    actions: [],
    gates,
    status: statusOf(record),
    held: null,
    next: { type: 'continue', afterMs },
  };
}

/** Waits for something that should not have to be waited for, and says so; stops for a person once it is `stuck`. */
export function hold(
  record: RolloutRecord,
  reason: string,
  stuck: boolean,
  gates: readonly GateResult[] = [],
): Decision {
  const status = `${statusOf(record)}; held: ${reason}`;
  const held = { reason, since: record.waveringSince ?? record.since, until: null };
  if (!stuck) {
    const next = { type: 'continue', afterMs: POLL_MS } as const;
    return { record, actions: [], gates, status, held: { ...held, by: 'the cluster' }, next };
  }
  const message = `${statusOf(record)}; blocked: ${reason}; run the rollout again to continue`;
  return {
    record,
    actions: [],
    gates,
    status,
    held: { ...held, by: 'a person' },
    next: { type: 'stop', outcome: 'blocked', message },
  };
}

/**
 * Enters the way back: from here every target belongs on `from`, or those of the failed wave and after it where the plan says
 * so. A `wave` of `''` means before the first one.
 */
export function turnBack(
  { record, now }: PhaseInput,
  failed: { readonly wave: string; readonly result: GateResult },
  gates: readonly GateResult[] = [],
): Decision {
  const { gate, namespace, subject, value, message } = failed.result;
  const { plan, phase } = record;
  const index = plan.waves.findIndex(({ name }) => name === failed.wave);
  const isPartial = plan.rollback === 'wave' && phase === 'moving' && index > 0;
  const failure: Failure = {
    gate,
    wave: failed.wave,
    namespace,
    subject,
    value,
    message: `${stepOf(failed.wave, record)} failed at gate ${gate}: ${message}`,
    at: now,
  };
  return act(goingBack(record, failure, isPartial ? index : 0, now), [], gates);
}

/** A record on the way back, with the waves that stay on `to`. */
export function goingBack(
  record: RolloutRecord,
  failure: Failure,
  kept: number,
  now: number,
): RolloutRecord {
  return {
    ...record,
    phase: 'rolling-back',
    kept,
    // What was handed over last may not have arrived: it is the first to return.
    handed: record.handed === null ? null : record.handed.slice(0, -1),
    gatewaysBack: false,
    failure,
    since: now,
    ...UNPROVED,
    restarts: {},
    restarting: {},
    cleanScans: [],
    paused: null,
  };
}

function stepOf(wave: string, { plan, phase }: RolloutRecord): string {
  if (phase === 'handing-over') return `handing over to ${plan.to}`;
  return wave === '' ? `installing ${plan.to}` : `wave ${wave}`;
}

/** A result that was not decided in time: no longer open, but failed, with the time it had. */
export function timedOut(result: GateResult, record: RolloutRecord): GateResult {
  const after = `after ${record.plan.deadlineSeconds} s`;
  return {
    ...result,
    verdict: 'Fail',
    value: `${result.value} ${after}`,
    message: `${result.message}; not passed within ${record.plan.deadlineSeconds} s`,
  };
}
