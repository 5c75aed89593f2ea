import type { Decision } from '../../lib/rollout/action';
import { NO_MEMORY, withFailure, type DriverMemory } from '../../lib/rollout/driver-memory';
import { unknown } from '../../lib/rollout/fact';
import { watchHistory } from '../../lib/rollout/history-rules';
import { violationsOf } from '../../lib/rollout/invariants';
import type { Observation } from '../../lib/rollout/observation';
import { plan } from '../../lib/rollout/plan';
import { positionKey } from '../../lib/rollout/position-key';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { startRollout } from '../../lib/rollout/start-rollout';
import { gatewayApisOf } from '../../lib/rollout/wave-members';
import { positionOf } from '../../lib/rollout/position-of';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { FROM, TO } from './rollout-builders';

/** What goes wrong in one tick. */
export type Fault =
  | 'none'
  | 'stale observation'
  | 'crash after record'
  | 'crash between actions'
  | 'crash before applied is stored'
  | 'record not stored'
  | 'action repeated'
  | 'stale injection'
  | 'old istiod down'
  | 'new istiod down'
  | 'engine fails'
  | 'label removed by hand'
  | 'tag moved by hand'
  | 'tag deleted by hand'
  | 'default tag moved by hand'
  | 'Gateway label removed by hand'
  | 'Gateway label taken by hand'
  | `unknown ${FactName}`;

export type FactName =
  | 'namespaces'
  | 'workloads'
  | 'pods'
  | 'istiods'
  | 'injectors'
  | 'pointers'
  | 'pinned'
  | 'handOver'
  | 'gatewayApi'
  | 'revisionObjects';

/** Every fault there is. */
export const FAULTS: readonly Fault[] = [
  'stale observation',
  'crash after record',
  'crash between actions',
  'crash before applied is stored',
  'record not stored',
  'action repeated',
  'stale injection',
  'old istiod down',
  'new istiod down',
  'engine fails',
  'label removed by hand',
  'tag moved by hand',
  'tag deleted by hand',
  'default tag moved by hand',
  'unknown namespaces',
  'unknown workloads',
  'unknown pods',
  'unknown istiods',
  'unknown injectors',
  'unknown pointers',
  'unknown pinned',
  'unknown handOver',
  'unknown revisionObjects',
];

/** Those that only touch rollouts with Gateways of the Gateway API. */
export const GATEWAY_API_FAULTS: readonly Fault[] = [
  'Gateway label removed by hand',
  'Gateway label taken by hand',
  'unknown gatewayApi',
];

/** How a simulated rollout ended, and everything that was seen on the way. */
export interface Drive {
  readonly record: RolloutRecord;
  readonly ended: boolean;
  readonly ticks: number;
  readonly violations: readonly string[];
  readonly statuses: readonly string[];
  readonly blocked: readonly string[];
}

/** How a simulated drive differs from the usual one. */
export interface DriveOptions {
  readonly maxTicks?: number;
  readonly onTick?: (record: RolloutRecord) => void;
  readonly previous?: RolloutRecord;
  /** Supersedes the rollout by another, as soon as that can start from a tick on. */
  readonly change?: { readonly atTick: number; readonly spec: RolloutSpec };
  /** @default true: a rollout that stops blocked is run again, as a person would. */
  readonly resume?: boolean;
}

/** For how many ticks faults come, over and over; then they stop, and the rollout has to end. */
const FAULTY_TICKS = 150;

function faultAt(faults: readonly Fault[], tick: number): Fault {
  return (tick < FAULTY_TICKS ? faults[tick % faults.length] : undefined) ?? 'none';
}

/** Runs a rollout as the driver does, with one fault per tick, and restarts it whenever it stops without an end. */
export function drive(
  first: RolloutSpec,
  cluster: SimCluster,
  faults: readonly Fault[] = [],
  options: DriveOptions = {},
): Drive {
  const { maxTicks = 2000, resume = true, previous = null } = options;
  const seen = { violations: [] as string[], statuses: [] as string[], blocked: [] as string[] };
  let spec = first;
  let record = start(spec, cluster, previous);
  let memory = NO_MEMORY;
  let last = cluster.observe();
  const history = watchHistory();
  for (let tick = 0; tick < maxTicks; tick += 1) {
    options.onTick?.(record);
    const other = changed(options, spec, tick, cluster, record);
    if (other !== null) {
      spec = other.spec;
      record = other.record;
      memory = NO_MEMORY;
    }
    const fault = faultAt(faults, tick);
    const fresh = look(cluster, fault, record);
    const observation = fault === 'stale observation' ? last : spoil(fresh, fault);
    last = fresh;
    const step = { observation, now: cluster.now, memory };
    const decision = plan({ ...step, record });
    const { next, status } = decision;
    memory = { ...memory, lookedAt: observation.at };
    seen.violations.push(...violationsOf({ ...step, before: record, decision }));
    seen.violations.push(...history({ before: record, now: step.now, decision }));
    if (seen.statuses.at(-1) !== status) seen.statuses.push(status);
    // A decision that could not be stored is not reached.
    if (next.type === 'stop' && fault !== 'record not stored') {
      if (next.outcome === 'blocked') seen.blocked.push(next.message);
      if (next.outcome !== 'blocked' || !resume)
        return {
          ...seen,
          record: decision.record,
          ended: true,
          ticks: tick,
        };
      record = start(spec, cluster, record);
      memory = NO_MEMORY;
      cluster.run(1000);
      continue;
    }
    ({ record, memory } = perform({ record, memory }, decision, cluster, fault));
    cluster.run(next.type === 'continue' ? Math.max(100, next.afterMs) : 100);
  }
  return { ...seen, record, ended: false, ticks: maxTicks };
}

function changed(
  { change }: DriveOptions,
  spec: RolloutSpec,
  tick: number,
  cluster: SimCluster,
  record: RolloutRecord,
): { readonly spec: RolloutSpec; readonly record: RolloutRecord } | null {
  if (change === undefined || spec === change.spec || tick < change.atTick) return null;
  const now = { observation: cluster.observe(), now: cluster.now };
  const started = startRollout({ spec: change.spec, record, ...now, supersede: true });
  if (!started.ok) return null;
  cluster.retarget(change.spec.to);
  return { spec: change.spec, record: started.record };
}

function look(cluster: SimCluster, fault: Fault, record: RolloutRecord): Observation {
  const { conditions } = cluster;
  if (fault === 'stale injection') conditions.staleInjections += 1;
  conditions.engineFails = fault === 'engine fails';
  // What is not ours yet, or not any more, is anybody's to label.
  const owned = record.owned.namespaces[0];
  if (fault === 'label removed by hand' && owned !== undefined)
    cluster.labelByHand(owned.name, null);
  const [pinned] = gatewayApisOf(record.plan.waves);
  if (fault === 'Gateway label removed by hand' && pinned !== undefined)
    cluster.labelGatewayByHand(pinned.name, null);
  if (
    fault === 'Gateway label taken by hand' &&
    pinned !== undefined &&
    record.retired.length === 0
  )
    cluster.labelGatewayByHand(pinned.name, FROM);
  if (fault === 'default tag moved by hand' && record.retired.length === 0)
    cluster.moveTag('default', FROM);
  conditions.istiodDown =
    fault === 'old istiod down' ? [FROM] : fault === 'new istiod down' ? [TO] : [];
  const [tag] = Object.keys(record.owned.tags);
  if (fault === 'tag moved by hand' && tag !== undefined) cluster.moveTag(tag, TO);
  if (fault === 'tag deleted by hand' && tag !== undefined) cluster.deleteTag(tag);
  return cluster.observe(record);
}

function start(
  spec: RolloutSpec,
  cluster: SimCluster,
  record: RolloutRecord | null,
): RolloutRecord {
  const started = startRollout({ spec, observation: cluster.observe(), record, now: cluster.now });
  if (!started.ok) throw new Error(started.problems.join('\n'));
  return started.record;
}

/** What a driver has between two ticks. */
interface Progress {
  readonly record: RolloutRecord;
  readonly memory: DriverMemory;
}

/** Stores the record, then acts, as far as the fault lets it; gives what the next tick finds. */
function perform(
  before: Progress,
  { record: stored, actions }: Decision,
  cluster: SimCluster,
  fault: Fault,
): Progress {
  if (fault === 'record not stored') return before;
  if (fault === 'crash after record') return { record: stored, memory: NO_MEMORY };
  let progress: Progress = { ...before, record: stored };
  for (const [index, action] of actions.entries()) {
    if (fault === 'crash between actions' && index >= actions.length / 2) {
      return { ...progress, memory: NO_MEMORY };
    }
    for (let times = fault === 'action repeated' ? 2 : 1; times > 0; times -= 1) {
      if (action.type === 'apply') progress = apply(progress, action.refresh, cluster, fault);
      else
        attempt(() => {
          cluster.act(action);
        });
    }
  }
  return progress;
}

function apply(
  { record, memory }: Progress,
  refresh: boolean,
  cluster: SimCluster,
  fault: Fault,
): Progress {
  const reason = attempt(() => {
    cluster.apply(positionOf(record), refresh);
  });
  const key = positionKey(record);
  if (reason !== null) {
    const failure = { key, step: 'up' as const, reason, at: cluster.now };
    return { record, memory: withFailure(memory, failure) };
  }
  const isLost = fault === 'crash before applied is stored';
  return {
    record: isLost ? record : { ...record, applied: key },
    memory: isLost ? NO_MEMORY : { ...memory, engineFailure: null },
  };
}

/** As the driver: a refused write is seen again at the next look. */
function attempt(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function spoil(observation: Observation, fault: Fault): Observation {
  if (!fault.startsWith('unknown ')) return observation;
  const name = fault.slice('unknown '.length) as FactName;
  return { ...observation, [name]: unknown(`${name} could not be read: timeout`, observation.at) };
}
