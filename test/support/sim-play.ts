import { watchHistory } from '../../lib/rollout/history-rules';
import { violationsOf } from '../../lib/rollout/invariants';
import type { Observation } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { Refused } from '../../lib/simulate/refused';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { newDriver, type SimDriver } from '../../lib/simulate/sim-driver';
import { performWrite, type SimWrite } from '../../lib/simulate/sim-write';
import { stepDriver } from '../../lib/simulate/step-driver';
import { untruthsOf } from '../../lib/simulate/truths';

/** What may happen to one request. */
export const WRITE_FAULTS = [
  'crash before',
  'crash after',
  'error',
  'timeout',
  'conflict',
  'lost answer',
] as const;

export type WriteFault = (typeof WRITE_FAULTS)[number];

/** The shortest time between two looks, in milliseconds: time passes while one looks. */
const LOOK_MS = 100;

/** After how many steps a request arrives that its sender has given up. */
const LATE_STEPS = 4;

/** A driver that stops without an end is started again by a person so often. */
const RESUMES = 4;

/** Thrown into a driver that ends here and now. */
export class Killed extends Error {}

/** How a rollout is played. */
export interface Play {
  readonly spec: RolloutSpec;
  readonly cluster: SimCluster;
  /** What happens to the request with this number, from 0. */
  readonly faultAt?: (index: number) => WriteFault | null;
  /** What a look shows. @default the truth */
  readonly observe?: (record: RolloutRecord | null, look: number) => Observation;
  /** Before every step. */
  readonly onStep?: (record: RolloutRecord | null) => void;
  readonly maxSteps?: number;
}

/** How it went. */
export interface Played {
  readonly outcome: string;
  readonly message: string;
  readonly record: RolloutRecord | null;
  readonly steps: number;
  /** What was written, in words. */
  readonly writes: readonly string[];
  readonly broken: readonly string[];
}

/** Plays a rollout to its end, request by request; a killed driver, and a blocked one, is started again. */
export function play(options: Play): Played {
  const { spec, cluster, faultAt = () => null, maxSteps = 4000 } = options;
  const { state } = cluster;
  const broken = new Set<string>();
  const history = watchHistory();
  const writes: string[] = [];
  const late: { write: SimWrite; at: number }[] = [];
  let [driver, steps, looks, resumes] = [newDriver('driver', cluster.now), 0, 0, 0];
  const write = (one: SimWrite) => {
    const fault = faultAt(writes.length);
    writes.push(describe(one));
    send(one, fault, cluster, (later) => late.push({ write: later, at: steps + LATE_STEPS }));
  };
  for (; steps < maxSteps; steps += 1) {
    if (driver.end !== null && (!isResumed(driver.end.outcome) || resumes >= RESUMES)) break;
    if (driver.end !== null) {
      resumes += 1;
      cluster.run(1000);
      driver = newDriver('driver', cluster.now);
    }
    options.onStep?.(state.store.record);
    if (driver.tasks.length === 0 && driver.held !== null)
      cluster.run(Math.max(LOOK_MS, driver.wakeAt - cluster.now));
    arrive(late, steps, cluster);
    driver = step(driver);
    for (const wrong of untruthsOf(state)) broken.add(wrong);
  }
  return {
    outcome: driver.end?.outcome ?? 'not ended',
    message: driver.end?.message ?? '',
    record: state.store.record,
    steps,
    writes,
    broken: [...broken],
  };

  function step(before: SimDriver): SimDriver {
    try {
      const observe = (record: RolloutRecord | null) => {
        looks += 1;
        return options.observe?.(record, looks) ?? cluster.observe(record);
      };
      const ports = { cluster, spec, now: cluster.now, write, observe };
      const { driver: after, decision } = stepDriver(before, ports);
      if (decision !== null) {
        for (const wrong of violationsOf(decision)) broken.add(wrong);
        for (const wrong of history(decision)) broken.add(wrong);
      }
      return after;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return newDriver('driver', cluster.now);
    }
  }
}

/** Who is told that the record changed at the very start runs the command again, too. */
function isResumed(outcome: string): boolean {
  return outcome === 'blocked' || outcome === 'refused';
}

/** A request on its way: what a driver makes of an error that passes is a second try, see `retried`. */
export function send(
  write: SimWrite,
  fault: WriteFault | null,
  { state }: SimCluster,
  arriveLater: (write: SimWrite) => void,
): void {
  const perform = () => {
    performWrite(state, write);
  };
  const isRecord = write.type === 'record';
  switch (fault) {
    case 'crash before':
      throw new Killed();
    case 'crash after':
      perform();
      throw new Killed();
    case 'error':
      if (!isRecord) throw new Refused('500: try again');
      break;
    case 'timeout':
      arriveLater(write);
      if (write.type === 'object') throw new Refused('504: no answer');
      break;
    case 'conflict':
      if (isRecord) state.store.version += 1;
      throw new Refused('409: somebody else was there first');
    case 'lost answer':
      perform();
      if (write.type === 'object') throw new Refused('504: no answer');
      break;
    case null:
  }
  perform();
}

/** What its sender has given up may still be done, much later. */
function arrive(
  late: { write: SimWrite; at: number }[],
  step: number,
  { state }: SimCluster,
): void {
  for (const one of late.splice(0).filter(({ at, write }) => {
    if (at > step) late.push({ at, write });
    return at <= step;
  })) {
    try {
      performWrite(state, one.write);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}

function describe(write: SimWrite): string {
  switch (write.type) {
    case 'record':
      return `record ${write.record.phase} ${write.record.released}`;
    case 'action':
      return `${write.action.type} ${'target' in write.action ? write.action.target.name : 'name' in write.action ? write.action.name : ''}`;
    case 'object':
      return `${write.object.type} ${'name' in write.object ? write.object.name : 'key' in write.object ? write.object.key : 'tag' in write.object ? write.object.tag : write.object.revision}`;
  }
}
