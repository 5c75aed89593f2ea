import { unknown } from '../../lib/rollout/fact';
import { violationsOf } from '../../lib/rollout/invariants';
import type { Observation } from '../../lib/rollout/observation';
import { plan } from '../../lib/rollout/plan';
import { positionKey } from '../../lib/rollout/position-key';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { startRollout } from '../../lib/rollout/start-rollout';
import type { SimCluster } from './rollout-simulator';

/** What goes wrong in one tick. */
export type Fault =
  | 'none'
  | 'stale observation'
  | 'crash after record'
  | 'crash between actions'
  | 'crash before applied is stored'
  | 'record not stored'
  | 'action lost'
  | 'action repeated'
  | 'stale injection'
  | `unknown ${FactName}`;

export type FactName =
  'namespaces' | 'workloads' | 'pods' | 'istiods' | 'injectors' | 'revisionObjects';

/** Every fault there is. */
export const FAULTS: readonly Fault[] = [
  'stale observation',
  'crash after record',
  'crash between actions',
  'crash before applied is stored',
  'record not stored',
  'action lost',
  'action repeated',
  'stale injection',
  'unknown namespaces',
  'unknown workloads',
  'unknown pods',
  'unknown istiods',
  'unknown injectors',
  'unknown revisionObjects',
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
  /** @default true: a rollout that stops blocked is run again, as a person would. */
  readonly resume?: boolean;
}

/** Runs a rollout as the driver does, with one fault per tick, and restarts it whenever it stops without an end. */
export function drive(
  spec: RolloutSpec,
  cluster: SimCluster,
  faults: readonly Fault[] = [],
  options: DriveOptions = {},
): Drive {
  const { maxTicks = 2000, resume = true } = options;
  let record = start(spec, cluster, options.previous ?? null);
  let last = cluster.observe();
  const violations: string[] = [];
  const statuses: string[] = [];
  const blocked: string[] = [];
  const result = (ended: boolean, ticks: number): Drive => {
    return { record, ended, ticks, violations, statuses, blocked };
  };
  for (let tick = 0; tick < maxTicks; tick += 1) {
    options.onTick?.(record);
    const fault = faults[tick] ?? 'none';
    if (fault === 'stale injection') cluster.staleInjections += 1;
    const fresh = cluster.observe();
    const observation = fault === 'stale observation' ? last : spoil(fresh, fault);
    last = fresh;
    const decision = plan({ observation, record, now: cluster.now });
    violations.push(...violationsOf({ before: record, observation, now: cluster.now, decision }));
    if (statuses.at(-1) !== decision.status) statuses.push(decision.status);
    const { next } = decision;
    if (next.type === 'stop') {
      if (next.outcome !== 'blocked') return result(true, tick);
      blocked.push(next.message);
      if (!resume) return result(true, tick);
      record = start(spec, cluster, record);
    } else if (fault !== 'record not stored') {
      record = perform(decision.record, decision.actions, cluster, fault);
    }
    cluster.run(Math.max(100, next.type === 'continue' ? next.afterMs : 1000));
  }
  return result(false, maxTicks);
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

function perform(
  stored: RolloutRecord,
  actions: ReturnType<typeof plan>['actions'],
  cluster: SimCluster,
  fault: Fault,
): RolloutRecord {
  if (fault === 'crash after record' || fault === 'action lost') return stored;
  let record = stored;
  for (const [index, action] of actions.entries()) {
    if (fault === 'crash between actions' && index >= actions.length / 2) break;
    for (let times = fault === 'action repeated' ? 2 : 1; times > 0; times -= 1) {
      if (action.type !== 'apply') cluster.act(action);
      else {
        cluster.apply(record);
        if (fault !== 'crash before applied is stored') {
          record = { ...record, applied: positionKey(record) };
        }
      }
    }
  }
  return record;
}

function spoil(observation: Observation, fault: Fault): Observation {
  if (!fault.startsWith('unknown ')) return observation;
  const name = fault.slice('unknown '.length) as FactName;
  return { ...observation, [name]: unknown(`${name} could not be read: timeout`, observation.at) };
}
