import { withFailure } from '../rollout/driver-memory';
import type { RolloutStep } from '../rollout/invariants/invariant';
import type { Observation } from '../rollout/observation';
import { plan } from '../rollout/plan';
import { positionKey } from '../rollout/position-key';
import { positionOf } from '../rollout/position-of';
import type { RolloutRecord } from '../rollout/record';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { startRollout } from '../rollout/start-rollout';
import { engineWrites, forgetUnwanted } from './engine-writes';
import { Refused } from './refused';
import type { SimCluster } from './sim-cluster';
import type { SimDriver, SimEnd, SimTask } from './sim-driver';
import type { SimWrite } from './sim-write';

/** What one step of a driver needs of the world. */
export interface StepPorts {
  readonly cluster: SimCluster;
  readonly spec: RolloutSpec;
  /** What a look shows; faults make it old, or unknown in part. */
  readonly observe: (record: RolloutRecord | null) => Observation;
  /** Does a write; faults keep it from being done, or its answer from arriving. @throws Refused where it is not done */
  readonly write: (write: SimWrite) => void;
  /** The clock of the driver's own host. */
  readonly now: number;
}

/** A driver after one step, and the decision that it took, if it took one. */
export interface Stepped {
  readonly driver: SimDriver;
  readonly decision: RolloutStep | null;
}

/**
 * One request, or one look, of a driver. As `driveRollout` it stores what was decided before it does anything, lets the
 * stored record win where somebody else wrote it, and sees what failed at its next look.
 */
export function stepDriver(driver: SimDriver, ports: StepPorts): Stepped {
  if (driver.held === null) return { driver: begin(driver, ports), decision: null };
  const [task, ...tasks] = driver.tasks;
  if (task === undefined) {
    const read = reloaded(driver, ports);
    return { driver: { ...read, tasks: [{ do: 'look' }] }, decision: null };
  }
  const rest = { ...driver, tasks };
  if (task.do === 'look') return look(rest, driver.held, ports);
  return { driver: perform(rest, driver.held.record, task, ports), decision: null };
}

function begin(driver: SimDriver, ports: StepPorts): SimDriver {
  const { store } = ports.cluster.state;
  const observation = ports.observe(null);
  const { spec, now } = ports;
  const started = startRollout({ spec, observation, record: store.record, now });
  if (!started.ok)
    return ended(driver, { outcome: 'refused', message: started.problems.join('; ') });
  const held = { record: started.record, version: store.version };
  const isNew = started.record !== store.record;
  return {
    ...driver,
    held,
    tasks: isNew ? [{ do: 'store', record: started.record, begins: true }] : [],
  };
}

function look(
  driver: SimDriver,
  { record, version }: NonNullable<SimDriver['held']>,
  { observe, now }: StepPorts,
): Stepped {
  const { memory } = driver;
  const observation = observe(record);
  const decision = plan({ observation, record, now, memory });
  const stores =
    decision.record === record
      ? []
      : [{ do: 'store', record: decision.record, begins: false } as const];
  const acts = decision.actions.map((action): SimTask =>
    action.type === 'apply' ? { do: 'up', refresh: action.refresh } : { do: 'act', action },
  );
  return {
    driver: {
      ...driver,
      held: { record, version },
      memory: { ...memory, lookedAt: observation.at },
      tasks: [...stores, ...acts, { do: 'next', next: decision.next }],
    },
    decision: { before: record, observation, now, memory, decision },
  };
}

function perform(
  driver: SimDriver,
  record: RolloutRecord,
  task: Exclude<SimTask, { do: 'look' }>,
  ports: StepPorts,
): SimDriver {
  switch (task.do) {
    case 'store':
      return store(driver, task.record, ports) ?? lost({ ...driver, tasks: [] }, task, ports);
    case 'act':
      attempt(() => {
        ports.write({ type: 'action', action: task.action });
      });
      return driver;
    case 'up':
      return up(driver, record, task.refresh, ports);
    case 'write':
      return writeOne(driver, record, task.object, ports);
    case 'applied': {
      forgetUnwanted(ports.cluster.state, positionOf(record));
      const calm = { ...driver, memory: { ...driver.memory, engineFailure: null } };
      return store(calm, { ...record, applied: task.key }, ports) ?? reloaded(calm, ports);
    }
    case 'next': {
      const { next } = task;
      return next.type === 'stop'
        ? ended(driver, { outcome: next.outcome, message: next.message })
        : { ...driver, wakeAt: ports.now + next.afterMs };
    }
  }
}

/** Writes the record; `null` where somebody else wrote it since. */
function store(driver: SimDriver, record: RolloutRecord, ports: StepPorts): SimDriver | null {
  const version = driver.held?.version ?? 0;
  const refused = attempt(() => {
    ports.write({ type: 'record', record, version });
  });
  return refused === null ? { ...driver, held: { record, version: version + 1 } } : null;
}

/** A start is made by a person, who is told; a decision is made anew. */
function lost(
  driver: SimDriver,
  { begins }: Extract<SimTask, { do: 'store' }>,
  ports: StepPorts,
): SimDriver {
  return begins
    ? ended(driver, { outcome: 'refused', message: 'the record changed since it was read' })
    : reloaded(driver, ports);
}

/** What is stored is read again, and decided upon anew. */
function reloaded(driver: SimDriver, { cluster }: StepPorts): SimDriver {
  const { record, version } = cluster.state.store;
  return record === null
    ? ended(driver, { outcome: 'refused', message: 'the record was deleted during the rollout' })
    : { ...driver, held: { record, version } };
}

/** The engine reads the position from what is stored, not from what its caller believes. */
function up(
  driver: SimDriver,
  record: RolloutRecord,
  refresh: boolean,
  { cluster }: StepPorts,
): SimDriver {
  const position = positionOf(cluster.state.store.record ?? record);
  const writes = engineWrites(cluster.state, position, refresh).map((object): SimTask => ({
    do: 'write',
    object,
  }));
  const tasks = [...writes, { do: 'applied', key: positionKey(record) } as const, ...driver.tasks];
  return { ...driver, tasks };
}

/** What cannot be written ends the engine run: the rest of it is not tried. */
function writeOne(
  driver: SimDriver,
  record: RolloutRecord,
  object: Extract<SimTask, { do: 'write' }>['object'],
  ports: StepPorts,
): SimDriver {
  const reason = attempt(() => {
    ports.write({ type: 'object', object });
  });
  if (reason === null) return driver;
  const failure = { key: positionKey(record), step: 'up', reason, at: ports.now } as const;
  return {
    ...driver,
    memory: withFailure(driver.memory, failure),
    tasks: driver.tasks.filter((task) => task.do !== 'write' && task.do !== 'applied'),
  };
}

function ended(driver: SimDriver, end: SimEnd): SimDriver {
  return { ...driver, end, tasks: [] };
}

/** What is refused is told, and seen again at the next look. */
function attempt(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
