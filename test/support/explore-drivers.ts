import { createHash } from 'node:crypto';
import { violationsOf } from '../../lib/rollout/invariants';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { SimCluster } from '../../lib/simulate/sim-cluster';
import { newDriver, type SimDriver } from '../../lib/simulate/sim-driver';
import type { SimState } from '../../lib/simulate/sim-state';
import { performWrite } from '../../lib/simulate/sim-write';
import { stepDriver, type StepPorts } from '../../lib/simulate/step-driver';
import { untruthsOf } from '../../lib/simulate/truths';

/** Two drivers of one cluster at a moment. */
interface Node {
  readonly state: SimState;
  readonly drivers: readonly SimDriver[];
  readonly depth: number;
}

/** What was found by trying every order of two drivers' requests. */
export interface Explored {
  /** Different states, and how many ways led into one that was known. */
  readonly states: number;
  readonly merged: number;
  /** Requests and looks on the longest way that was followed. */
  readonly depth: number;
  /** Whether no way was left when it ended. */
  readonly complete: boolean;
  /** How both drivers ended, with how often. */
  readonly ends: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

/** A look takes so long at the least, in milliseconds. */
const LOOK_MS = 100;

/**
 * Lets two drivers go on from a cluster in every order of their requests and looks, each order once: ways that meet in the
 * same state are one from there on.
 * @param most - states after which it gives up
 */
export function explore(
  begin: SimCluster,
  spec: RolloutSpec,
  most: number,
  onMoment: (cluster: SimCluster) => void = () => undefined,
): Explored {
  const drivers = ['one', 'other'].map((name) => newDriver(name, begin.now));
  const open: Node[] = [{ state: begin.state, drivers, depth: 0 }];
  const seen = new Set<string>();
  const broken = new Set<string>();
  const ends: Record<string, number> = {};
  let [merged, depth] = [0, 0];
  while (open.length > 0 && seen.size < most) {
    const node = open.pop()!;
    depth = Math.max(depth, node.depth);
    const moves = movesOf(node);
    if (moves.length === 0) {
      const key = node.drivers.map(({ end }) => end?.outcome ?? 'asleep').join(' and ');
      const phase = node.state.store.record?.phase ?? 'none';
      const whole = `${key}, ${phase}`;
      ends[whole] = (ends[whole] ?? 0) + 1;
    }
    for (const mover of moves) {
      const after = move(node, mover, spec, onMoment, broken);
      const hash = hashOf(after);
      if (seen.has(hash)) merged += 1;
      else {
        seen.add(hash);
        open.push(after);
      }
    }
  }
  const complete = open.length === 0;
  return { states: seen.size, merged, depth, complete, ends, broken: [...broken] };
}

/** Whoever lives may be the next, however long another has been about to do something. */
function movesOf({ drivers }: Node): readonly number[] {
  return [...drivers.keys()].filter((index) => drivers[index]?.end === null);
}

function wakesAt({ tasks, held, wakeAt }: SimDriver): number {
  if (held === null || tasks.length > 0) return 0;
  return wakeAt + LOOK_MS;
}

function move(
  { state, drivers, depth }: Node,
  mover: number,
  spec: RolloutSpec,
  onMoment: (cluster: SimCluster) => void,
  broken: Set<string>,
): Node {
  const cluster = new SimCluster(structuredClone(state));
  const driver = drivers[mover]!;
  cluster.run(Math.max(0, wakesAt(driver) - cluster.now));
  onMoment(cluster);
  const stepped = stepDriver(driver, soundPorts(cluster, spec));
  if (stepped.decision !== null)
    for (const wrong of violationsOf(stepped.decision)) broken.add(wrong);
  for (const wrong of untruthsOf(cluster.state)) broken.add(wrong);
  // One that was too slow to begin is started again.
  const isRefused = stepped.driver.end?.outcome === 'refused';
  const moved = isRefused ? newDriver(driver.name, cluster.now) : stepped.driver;
  const after = drivers.map((one, index) => (index === mover ? moved : one));
  return { state: cluster.state, drivers: after, depth: depth + 1 };
}

/** Which driver is which does not matter. */
function hashOf({ state, drivers }: Node): string {
  const both = drivers.map(({ name: _name, ...rest }) => JSON.stringify(rest)).sort();
  return createHash('sha1')
    .update(JSON.stringify([state, both]))
    .digest('base64');
}

/** What was explored, in one line. */
export function exploredText(
  what: string,
  { states, merged, depth, complete, ends }: Explored,
): string {
  const size = `${states} states, ${merged} ways into known ones, up to ${depth} steps deep`;
  return `two drivers, ${what}: ${size}${complete ? ', all of them' : ''}; ${JSON.stringify(ends)}\n`;
}

/** A driver whose requests reach the cluster, and who is told the truth. */
function soundPorts(cluster: SimCluster, spec: RolloutSpec): StepPorts {
  return {
    cluster,
    spec,
    observe: (record) => cluster.observe(record),
    write: (write) => {
      performWrite(cluster.state, write);
    },
    now: cluster.now,
  };
}
