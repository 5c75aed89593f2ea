import { known, mapFact, unknown, type Fact } from '../rollout/fact';
import type { ClusterFact, ClusterState } from '../rollout/fleet/cluster-fact';
import { peerRollout } from '../rollout/fleet/peer-rollout';
import { proxyCount } from '../rollout/fleet/proxy-count';
import type { RolloutStep } from '../rollout/invariants/invariant';
import type { IstiodFact, Observation } from '../rollout/observation';
import { revisionOf } from '../rollout/patch/version-of';
import type { RolloutRecord } from '../rollout/record';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { podsIn } from './pods-in';
import type { SimCluster } from './sim-cluster';
import { newDriver, type SimDriver } from './sim-driver';
import { performWrite } from './sim-write';
import { stepDriver } from './step-driver';

/** One cluster of a simulated mesh, with the rollout that it has of its own. */
export interface SimMember {
  readonly name: string;
  readonly spec: RolloutSpec;
  readonly cluster: SimCluster;
  /** Name of the member whose istiods it uses. @default its own */
  readonly controlPlane?: string;
}

/** Whether one cluster can ask another at a moment. */
export type IsReachable = (from: string, to: string, now: number) => boolean;

/** How the clusters of a mesh move together. */
export interface FleetSimulation {
  readonly members: readonly SimMember[];
  /** @default always */
  readonly isReachable?: IsReachable;
  /** Before every step of a member: faults strike here. */
  readonly onStep?: (member: SimMember, drivers: FleetDrivers) => void;
  /** Told of every decision. */
  readonly onDecision?: (member: SimMember, step: RolloutStep) => void;
  /** A mesh that has not moved after so long is told as one that does not, in milliseconds. */
  readonly limitMs: number;
}

/** The drivers of a mesh, by the name of their cluster. */
export interface FleetDrivers {
  /** Kills one: the next begins at once, and knows what is stored and nothing else. */
  readonly kill: (name: string) => void;
}

/** How each cluster ended. */
export type FleetEnds = Readonly<
  Record<string, { readonly outcome: string; readonly message: string }>
>;

/** How old an answer of another cluster may be, in milliseconds: as real drivers ask. */
const FRESH_MS = 2_000;

/** How long a look takes, in milliseconds, and a write. */
const COST_MS = { look: 300, write: 60 } as const;

/** The longest that the clock of a cluster goes ahead of the others while its driver sleeps, in milliseconds. */
const STEP_MS = 1000;

/** A driver that stopped for a person, or for want of facts, is started again after so long, in milliseconds. */
const RESUME_MS = 60_000;

/** Plays the rollouts of all clusters side by side, the one whose clock is behind first, until all have ended. */
export function simulateFleet(simulation: FleetSimulation): FleetEnds {
  const { members, limitMs } = simulation;
  const drivers = new Map(members.map(({ name, cluster }) => [name, newDriver(name, cluster.now)]));
  const kill = (name: string) => {
    const { cluster } = memberOf(members, name);
    drivers.set(name, newDriver(name, cluster.now));
  };
  const readOther = reader();
  const startedAt = Math.min(...members.map(({ cluster }) => cluster.now));
  for (;;) {
    const open = members.filter(({ name }) => !isOver(drivers.get(name)));
    const [next] = [...open].sort((a, b) => a.cluster.now - b.cluster.now);
    if (next === undefined || next.cluster.now - startedAt > limitMs)
      return endsOf(members, drivers);
    simulation.onStep?.(next, { kill });
    drivers.set(
      next.name,
      step(
        { ...simulation, readOther },
        next,
        drivers.get(next.name) ?? newDriver(next.name, next.cluster.now),
      ),
    );
  }
}

/** A simulation, and what its clusters say of themselves. */
type Playing = FleetSimulation & { readonly readOther: ReadOther };

type ReadOther = (other: SimMember, now: number) => Fact<ClusterState>;

/** What a cluster says is worked out once for all that ask at about one moment. */
function reader(): ReadOther {
  const said = new Map<string, { readonly at: number; readonly state: Fact<ClusterState> }>();
  return (other, now) => {
    const before = said.get(other.name);
    if (before !== undefined && Math.abs(now - before.at) <= FRESH_MS) return before.state;
    const state = stateOf(other, now);
    said.set(other.name, { at: now, state });
    return state;
  };
}

function step(simulation: Playing, member: SimMember, driver: SimDriver): SimDriver {
  const { cluster, spec, name } = member;
  shareIstiods(simulation.members, member);
  if (driver.end !== null) {
    cluster.run(RESUME_MS);
    return newDriver(name, cluster.now);
  }
  const asleepMs = driver.wakeAt - cluster.now;
  if (driver.tasks.length === 0 && asleepMs > 0) {
    cluster.run(Math.min(asleepMs, STEP_MS));
    return driver;
  }
  const { driver: after, decision } = stepDriver(driver, {
    cluster,
    spec,
    observe: (record) => observeMember(simulation, member, record),
    write: (write) => {
      performWrite(cluster.state, write);
    },
    now: cluster.now,
  });
  if (decision !== null) simulation.onDecision?.(member, decision);
  cluster.run(decision === null ? COST_MS.write : COST_MS.look);
  return after;
}

/** What stopped for want of something is begun again; the clocks of clusters that have ended stand still. */
function isOver(driver: SimDriver | undefined): boolean {
  return driver?.end?.outcome === 'done' || driver?.end?.outcome === 'rolled-back';
}

function observeMember(
  { members, readOther, isReachable = () => true }: Playing,
  member: SimMember,
  record: RolloutRecord | null,
): Observation {
  const { name, cluster, controlPlane } = member;
  const clusters = members.map((other): ClusterFact => ({
    name: other.name,
    state: isReachable(name, other.name, cluster.now)
      ? readOther(other, cluster.now)
      : unknown('connection refused', cluster.now),
  }));
  const seen = { ...cluster.observe(record), clusters: known(clusters, cluster.now) };
  if (controlPlane !== undefined && !isReachable(name, controlPlane, cluster.now)) {
    return { ...seen, istiods: unknown(`${controlPlane}: connection refused`, cluster.now) };
  }
  return { ...seen, istiods: mapFact(seen.istiods, (all) => withServed(members, member, all)) };
}

/** What is true of the istiods of a cluster is true for those that use them: an API server that is cut off cuts no proxy off. */
function shareIstiods(members: readonly SimMember[], { cluster, controlPlane }: SimMember): void {
  if (controlPlane === undefined) return;
  const { state } = cluster;
  const primary = memberOf(members, controlPlane).cluster.state;
  state.remote ??= [revisionOf(state.from)];
  // Istio objects are validated where they are read.
  state.validator = null;
  state.istiods = primary.istiods;
  state.restarted = { ...primary.restarted };
  const { istiodDown, restartFails, otherRoot } = primary.conditions;
  Object.assign(state.conditions, { istiodDown, restartFails, otherRoot });
}

/** Each istiod with the proxies of other clusters that are connected to its revision. */
function withServed(
  members: readonly SimMember[],
  { name }: SimMember,
  istiods: readonly IstiodFact[],
): readonly IstiodFact[] {
  const served = members.filter(({ controlPlane }) => controlPlane === name);
  if (served.length === 0) return istiods;
  return istiods.map((istiod) => ({
    ...istiod,
    elsewhere: served.flatMap((other) =>
      podsIn(other.cluster.state)
        .filter(({ revision }) => revision !== null && revisionOf(revision) === istiod.revision)
        .map((pod) => `${pod.name}.${pod.namespace} (${other.name})`),
    ),
  }));
}

function stateOf({ cluster }: SimMember, now: number): Fact<ClusterState> {
  const { record } = cluster.state.store;
  if (record === null)
    return known({ rollout: null, proxies: null, crossing: null, traffic: null }, now);
  const { pods } = cluster.observe(null);
  if (!pods.known) return unknown(pods.reason, now);
  return known(
    {
      rollout: peerRollout(record, now),
      proxies: proxyCount(pods.value, record),
      crossing: null,
      traffic: null,
    },
    now,
  );
}

function memberOf(members: readonly SimMember[], name: string): SimMember {
  const found = members.find((member) => member.name === name);
  if (found === undefined) throw new Error(`no cluster is called ${name}`);
  return found;
}

function endsOf(members: readonly SimMember[], drivers: ReadonlyMap<string, SimDriver>): FleetEnds {
  return Object.fromEntries(
    members.map(({ name }) => {
      const end = drivers.get(name)?.end ?? { outcome: 'not ended', message: '' };
      return [name, end];
    }),
  );
}
