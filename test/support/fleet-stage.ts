import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { observe } from '../../lib/cluster/observe';
import { createRecordStore } from '../../lib/cluster/record-store';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { UserRequests } from '../../lab/agent/traffic/traffic-model';
import { labStatus } from '../../lab/lab-status';
import { applySample } from '../../lab/sample';
import { multiEnvironment } from '../../stacks/environments/multi';
import { SAMPLE_NAMESPACES } from '../../stacks/sample-mesh';
import { cliExpecting, startCli, type CliResult, type RunningCli } from './cli';
import type { EndState } from './end-state';
import type { FleetFaultRow } from './fleet-fault-table';
import { startFleetLab, type FleetLab, type TestMember } from './fleet-lab';
import { followRollout, type RunningRollout } from './follow-rollout';
import { inventory } from './inventory';
import { settledAs } from './settled-as';
import { watchSidecars, type SidecarWitness } from './watch-sidecars';

const { name: ENVIRONMENT, clusters, mesh } = multiEnvironment;
const REVISIONS = mesh.revisions.map(({ revision }) => revision);

/** Two pods of each service, and two of either gateway. */
const PROXIES = 2 * SAMPLE_NAMESPACES.length + 4;

/** Where each cluster is before a rollout, and has to be after one that went back. */
export const FLEET_HOME: EndState = stateOn('1-30', '1.30.3');

/** Where each has to be after one that is done. */
export const FLEET_MOVED: EndState = stateOn('1-31', '1.31.0');

/** A rollout of all clusters that runs. */
export interface FleetRun {
  readonly cli: RunningCli;
  readonly result: Promise<CliResult>;
  /** What of it is one cluster's. */
  readonly in: (cluster: string) => RunningRollout;
}

/** The mesh `multi` on a lab of its own, and somebody who watches its pods and counts its requests from outside. */
export interface FleetStage {
  readonly lab: FleetLab;
  readonly fault: (...args: readonly string[]) => Promise<void>;
  readonly record: (cluster: string) => Promise<RolloutRecord>;
  /** Runs `rollout run`, or another command of a rollout, for the whole mesh. */
  readonly start: (command?: string) => FleetRun;
  /** What was seen since it was asked last, once every cluster is as expected or has had its time. */
  readonly look: (
    expected: EndState,
  ) => Promise<Omit<FleetFaultRow, 'fault' | 'outcome' | 'kills'>>;
  /** Ends what strikes, and every driver. */
  readonly calm: () => Promise<void>;
  readonly down: () => Promise<void>;
}

/** One cluster, past the proxy that faults of its API server strike. */
interface Watched {
  readonly member: TestMember;
  readonly client: KubeClient;
  readonly kept: readonly string[];
  readonly witness: SidecarWitness;
}

/** Starts it; everything is on 1-30. */
export async function startFleetStage(): Promise<FleetStage> {
  const networks = new Set(clusters.map(({ network }) => network)).size;
  const lab = await startFleetLab({ clusters: clusters.length, networks });
  await cliExpecting(0, ['up', '--env', ENVIRONMENT], lab.env);
  for (const { client } of lab.members) await applySample(client, () => undefined);
  const watched = await Promise.all(lab.members.map(watch));
  for (const { witness } of watched) witness.take();
  const drivers: RunningCli[] = [];
  const stored = async (cluster: string) => {
    const one = watched.find(({ member }) => member.name === cluster);
    if (one === undefined) throw new Error(`the lab has no ${cluster}`);
    return (await createRecordStore(one.client, mesh.namespace).load()).record;
  };
  const fault = async (...args: readonly string[]) => {
    await cliExpecting(0, ['lab', 'fault', ...args], lab.env);
  };
  let before = requestsIn(watched);
  return {
    lab,
    fault,
    record: async (cluster) => {
      const found = await stored(cluster);
      if (found === null) throw new Error(`there is no record in ${cluster}`);
      return found;
    },
    start: (command = 'run') => {
      const running = startCli(['rollout', command, '--env', ENVIRONMENT], lab.env);
      drivers.push(running);
      const followed = (cluster: string) => followRollout(running, () => stored(cluster));
      return { cli: running, result: running.result, in: followed };
    },
    look: async (expected) => {
      const looks = await Promise.all(watched.map((one) => lookAt(one, expected)));
      const now = requestsIn(watched);
      const requests = {
        users: between(before.users, now.users),
        crossNetwork: between(before.crossNetwork, now.crossNetwork),
      };
      before = now;
      return { ...requests, clusters: looks };
    },
    calm: async () => {
      for (const { child } of drivers.splice(0)) child.kill('SIGKILL');
      await fault('clear');
    },
    down: async () => {
      for (const { witness } of watched) await witness.stop();
      await lab.down();
    },
  };
}

async function watch(member: TestMember): Promise<Watched> {
  const client = createKubeClient({ kubeconfig: member.state.directKubeconfig });
  await settledAs(FLEET_HOME, readable(client), SAMPLE_NAMESPACES);
  const kept = await inventory(client, SAMPLE_NAMESPACES);
  const witness = await watchSidecars(client, [...SAMPLE_NAMESPACES, 'gateways'], REVISIONS);
  return { member, client, kept, witness };
}

async function lookAt(
  { member, client, kept, witness }: Watched,
  expected: EndState,
): Promise<FleetFaultRow['clusters'][number]> {
  const state = await settledAs(expected, readable(client), SAMPLE_NAMESPACES);
  const now = new Set(await inventory(client, SAMPLE_NAMESPACES));
  const lost = kept.filter((object) => !now.has(object));
  return { name: member.name, state, seen: witness.take(), lost };
}

function readable(client: KubeClient) {
  return { client, observation: () => observe(client, REVISIONS, Date.now) };
}

function requestsIn(watched: readonly Watched[]) {
  const statuses = watched.map(({ member }) => labStatus(member.dir));
  return {
    users: total(statuses.map(({ users }) => users)),
    crossNetwork: total(statuses.map(({ crossNetwork }) => crossNetwork)),
  };
}

function total(counted: readonly (UserRequests | null)[]): UserRequests {
  return {
    sent: counted.reduce((sum, one) => sum + (one?.sent ?? 0), 0),
    failed: counted.reduce((sum, one) => sum + (one?.failed ?? 0), 0),
  };
}

function between(before: UserRequests, after: UserRequests): UserRequests {
  return { sent: after.sent - before.sent, failed: after.failed - before.failed };
}

function stateOn(revision: string, version: string): EndState {
  return {
    injectedBy: [revision],
    labels: [revision],
    tags: [],
    unready: [],
    connected: { [revision]: PROXIES },
    unsynced: 0,
    versions: { [version]: PROXIES },
    spoiled: 0,
  };
}
