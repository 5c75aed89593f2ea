import { known } from '../../lib/rollout/fact';
import type { ClusterFact } from '../../lib/rollout/fleet/cluster-fact';
import { peerRollout } from '../../lib/rollout/fleet/peer-rollout';
import { proxyCount } from '../../lib/rollout/fleet/proxy-count';
import type { Observation } from '../../lib/rollout/observation';
import { plan } from '../../lib/rollout/plan';
import type { RolloutRecord } from '../../lib/rollout/record';
import { aLargeRecord } from '../support/large-mesh';
import { aLargeObservation } from '../support/large-observation';
import { asApplied, AT } from '../support/rollout-builders';

const CLUSTERS = 200;
const NAMESPACES = 500;

/** Goal of one look at all clusters, in milliseconds. */
const GOAL_MS = 2_000;

/** The first rounds warm up. */
const ROUNDS = 5;
const WARM_UP = 2;

/** One cluster of the mesh, as its driver has it. */
interface Member {
  readonly name: string;
  readonly record: RolloutRecord;
  readonly observation: Observation;
}

/** How long all clusters of a mesh take to decide at one moment, each with what all others say: nothing was looked at before. */
function bench(): void {
  const rounds = Array.from({ length: ROUNDS }, () => tick(aMesh())).slice(WARM_UP);
  const { summaries, decisions } = rounds.sort((a, b) => total(a) - total(b))[1] ?? rounds[0]!;
  const mb = process.memoryUsage().heapUsed / 1_000_000;
  say(
    `${String(CLUSTERS)} clusters of ${String(NAMESPACES)} namespaces with three pods each, all of them judged`,
  );
  say(
    `what each tells the others: ${summaries.toFixed(0)} ms; the decisions: ${decisions.toFixed(0)} ms`,
  );
  say(
    `together ${(summaries + decisions).toFixed(0)} ms; goal ${String(GOAL_MS)} ms; ${mb.toFixed(0)} MB on the heap with all that was seen`,
  );
}

interface Cost {
  readonly summaries: number;
  readonly decisions: number;
}

function total({ summaries, decisions }: Cost): number {
  return summaries + decisions;
}

function tick(mesh: readonly Member[]): Cost {
  global.gc?.();
  const began = process.cpuUsage();
  const facts = mesh.map(told);
  const summaries = spent(began);
  const then = process.cpuUsage();
  for (const { record, observation } of mesh) {
    plan({ record, observation: { ...observation, clusters: known(facts, AT) }, now: AT });
  }
  return { summaries, decisions: spent(then) };
}

function told({ name, record, observation }: Member): ClusterFact {
  if (!observation.pods.known) throw new Error(observation.pods.reason);
  const proxies = proxyCount(observation.pods.value, record);
  return {
    name,
    state: known({ rollout: peerRollout(record, AT), proxies, crossing: null, traffic: null }, AT),
  };
}

function aMesh(): Member[] {
  const names = Array.from({ length: CLUSTERS }, (_, index) => `cluster-${String(index + 1)}`);
  return names.map((self) => {
    const large = aLargeRecord(NAMESPACES);
    const record = { ...large, released: large.plan.waves.length };
    const clusters = { self, groups: names.map((name) => [name]), atOnce: 1 };
    const member = asApplied({ ...record, plan: { ...record.plan, clusters } });
    return { name: self, record: member, observation: aLargeObservation(member, AT) };
  });
}

/** Milliseconds of a processor. */
function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

bench();
