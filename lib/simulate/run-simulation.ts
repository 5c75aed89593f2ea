import type { RolloutStep } from '../rollout/invariants/invariant';
import { admitCommand } from '../rollout/commands/admit-command';
import { watchHistory } from '../rollout/history-rules';
import { violationsOf } from '../rollout/invariants';
import type { RolloutRecord } from '../rollout/record';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { chance } from './chance';
import { blastOf, type BlastRadius } from './blast-radius';
import type { SimCluster } from './sim-cluster';
import { newDriver, type SimDriver, type SimEnd } from './sim-driver';
import { quietMs } from './quiet-time';
import { momentOf, type PlacedFault, type SimHost } from './sim-fault';
import { performWrite, type SimWrite } from './sim-write';
import { stepDriver, type StepPorts } from './step-driver';
import { writesOf } from './writes-of';
import { timeline, type SeenDecision, type TimelineEntry } from './timeline';

/** What is simulated. */
export interface Simulation {
  readonly spec: RolloutSpec;
  readonly cluster: SimCluster;
  readonly faults: readonly PlacedFault[];
  readonly seed: number;
  /** How long it takes until somebody approves what has to be approved, in milliseconds. */
  readonly approveMs: number;
  /** A rollout that has not ended after so long is told as one that does not end, in milliseconds. */
  readonly limitMs: number;
}

/** How a simulated rollout went. Times are epoch milliseconds of the cluster's clock. */
export interface SimulatedRollout {
  readonly end: SimEnd | { readonly outcome: 'not ended'; readonly message: string };
  readonly startedAt: number;
  readonly endedAt: number;
  readonly timeline: readonly TimelineEntry[];
  /** The most that was moved and not proved at any moment. */
  readonly blast: BlastRadius;
  /** When the first fault struck, when the rollout turned back, and when everything was back. */
  readonly struckAt: number | null;
  /** When the last wave had proved itself. */
  readonly movedAt: number | null;
  readonly turnedAt: number | null;
  readonly backAt: number | null;
  /** Looks of its driver, which a watch cache answers. */
  readonly looks: number;
  /** Requests of its driver that change something, by what they change. */
  readonly writes: Readonly<Record<SimWrite['type'], number>>;
  /** Rules that decisions broke: there must be none. */
  readonly violations: readonly string[];
}

/** How long a look and a write take at the least, in milliseconds, and by how much longer some do. */
const REQUEST_MS = { look: 300, write: 60, spread: 1 } as const;

/** For how long after the first fault every look is played, in milliseconds. */
const DISTURBED_MS = 30 * 60_000;

interface Run {
  driver: SimDriver;
  readonly host: SimHost;
  /** The last decision: those before it are not kept, since each has a whole record in it. */
  last: SeenDecision | null;
  readonly timeline: TimelineEntry[];
  readonly tell: ReturnType<typeof timeline>;
  readonly history: ReturnType<typeof watchHistory>;
  /** When each phase began, epoch milliseconds. */
  readonly began: Map<RolloutRecord['phase'], number>;
  blast: BlastRadius;
  struckAt: number | null;
  /** The approval that is waited for, and since when. */
  asked: { readonly token: string; readonly at: number } | null;
  looks: number;
  readonly writes: Record<SimWrite['type'], number>;
  readonly violations: Set<string>;
}

/** Plays a rollout with its faults to its end, on the clock of the model. */
export function runSimulation(simulation: Simulation): SimulatedRollout {
  const { cluster, limitMs } = simulation;
  const startedAt = cluster.now;
  const run: Run = {
    driver: newDriver('driver', startedAt),
    host: { deadUntil: null, clockAheadMs: 0 },
    last: null,
    timeline: [],
    tell: timeline(),
    history: watchHistory(),
    began: new Map(),
    blast: { namespaces: [], pods: 0, wave: '', at: startedAt },
    struckAt: null,
    asked: null,
    looks: 0,
    writes: { record: 0, action: 0, object: 0 },
    violations: new Set(),
  };
  while (run.driver.end === null && cluster.now - startedAt < limitMs) proceed(run, simulation);
  return {
    end: run.driver.end ?? {
      outcome: 'not ended',
      message: run.last?.decision.status ?? '',
    },
    startedAt,
    endedAt: cluster.now,
    timeline: run.timeline,
    blast: run.blast,
    struckAt: run.struckAt,
    movedAt: run.began.get('retaining') ?? null,
    turnedAt: run.began.get('rolling-back') ?? null,
    backAt: run.began.get('rolled-back') ?? null,
    looks: run.looks,
    writes: run.writes,
    violations: [...run.violations],
  };
}

/** One step of the driver, or the time until its next one. */
function proceed(run: Run, simulation: Simulation): void {
  const { cluster } = simulation;
  strike(run, simulation);
  approve(simulation, run);
  const { host, driver } = run;
  if (host.deadUntil !== null) {
    if (host.deadUntil > cluster.now) {
      cluster.run(host.deadUntil - cluster.now);
      return;
    }
    host.deadUntil = null;
    run.driver = newDriver(driver.name, cluster.now);
  }
  if (driver.tasks.length === 0) run.driver = sleep(driver, run, cluster);
  const { driver: after, decision } = stepDriver(run.driver, portsOf(run, simulation));
  run.driver = after;
  if (decision !== null) remember(run, cluster, decision);
  const costMs = decision === null ? REQUEST_MS.write : REQUEST_MS.look;
  // No two of them take the same time.
  const more = chance(simulation.seed, 'request', cluster.now, writesOf(run));
  cluster.run(Math.round(costMs * (1 + REQUEST_MS.spread * more)));
}

/** Until the driver looks again. Looks at which nothing can have happened are not played: they would show the same. */
function sleep(driver: SimDriver, { host, last, struckAt }: Run, cluster: SimCluster): SimDriver {
  const asleepMs = driver.wakeAt - cluster.now - host.clockAheadMs;
  const isStruck = struckAt !== null && cluster.now - struckAt < DISTURBED_MS;
  const skippedMs = isStruck ? 0 : quietMs(last, cluster.now);
  cluster.run(Math.max(0, asleepMs, skippedMs));
  if (skippedMs <= asleepMs) return driver;
  return { ...driver, memory: { ...driver.memory, lookedAt: cluster.now } };
}

function strike(run: Run, { faults, cluster }: Simulation): void {
  const { held } = run.driver;
  if (held === null) return;
  for (const placed of faults) {
    const moment = momentOf(placed, cluster, run.host, held.record);
    if (moment === null) continue;
    run.struckAt ??= cluster.now;
    placed.fault.play(moment);
  }
}

function portsOf(run: Run, { cluster, spec }: Simulation): StepPorts {
  return {
    cluster,
    spec,
    observe: (record) => {
      run.looks += 1;
      return cluster.observe(record);
    },
    write: (write) => {
      run.writes[write.type] += 1;
      performWrite(cluster.state, write);
    },
    now: cluster.now + run.host.clockAheadMs,
  };
}

/** Somebody who is asked for an approval gives it after a while, as long as the driver waits. */
function approve({ cluster, approveMs }: Simulation, { asked }: Run): void {
  const { store, now } = cluster.state;
  if (asked === null || store.record === null || now - asked.at < approveMs) return;
  const request = { type: 'approve', token: asked.token, by: 'somebody', at: now } as const;
  const admitted = admitCommand(store.record, { ...request, reason: '' });
  if (!admitted.ok) return;
  store.record = admitted.record;
  store.version += 1;
}

function remember(run: Run, cluster: SimCluster, step: RolloutStep): void {
  const { before, decision } = step;
  const { awaits } = decision;
  if (awaits?.type !== 'approval-needed') run.asked = null;
  else if (run.asked?.token !== awaits.token) run.asked = { token: awaits.token, at: cluster.now };
  // A wait that goes on as it was shows nothing new.
  const isQuiet = decision.record === before && decision.actions.length === 0;
  const isKnown = isQuiet && run.last?.decision.status === decision.status;
  if (!isKnown) for (const violation of violationsOf(step)) run.violations.add(violation);
  const seen = { at: cluster.now, now: step.now, before, decision };
  run.last = seen;
  run.timeline.push(...run.tell(seen));
  for (const violation of run.history(seen)) run.violations.add(violation);
  const { phase } = decision.record;
  if (!run.began.has(phase)) run.began.set(phase, cluster.now);
  const blast = blastOf(cluster.state, decision.record);
  if (blast.pods > run.blast.pods) run.blast = blast;
}
