import type { Fact } from '../fact';
import { awaitsCoverage } from '../fleet/peer-rollout';
import type { ProxyCount } from '../fleet/cluster-fact';
import { proxyCount } from '../fleet/proxy-count';
import { instant } from './instant';
import type { ReportInput } from './report-input';
import { rolloutReport, type RolloutReport } from './rollout-report';
import type { Undo } from './undo';

/** One cluster of a mesh over several, as it was looked at; unknown where it could not be. */
export interface ClusterLook {
  readonly cluster: string;
  /** Its environment, which commands that are about it alone take. */
  readonly environment: string;
  readonly input: Fact<ReportInput>;
}

/** What people see of a rollout over several clusters, as data. Times are ISO 8601 in UTC. */
export interface FleetReport {
  /** Version of this shape. A field may be added to it; none is taken away or gets another meaning. */
  readonly schema: 1;
  readonly at: string;
  readonly environment: string;
  /** What most needs a person in any cluster; an end only where all have come to it. */
  readonly state: RolloutReport['state'] | 'unknown';
  /** How far all clusters have moved together, as waves with a coverage see it: without the gateways that move. */
  readonly coverage: {
    /** `null` while it is not known of a cluster. */
    readonly proxies: ProxyCount | null;
    /** From how many percent gateways that other clusters come in by move; `null` where none do. */
    readonly wanted: number | null;
  };
  readonly clusters: readonly {
    readonly name: string;
    readonly environment: string;
    readonly proxies: ProxyCount | null;
    /** `null` where it could not be looked at. */
    readonly report: RolloutReport | null;
    /** Why it could not. */
    readonly unknown: string | null;
  }[];
  readonly undo: Undo;
}

/** What most needs a person first. */
const STATES: readonly FleetReport['state'][] = [
  'blocked',
  'unknown',
  'unattended',
  'waiting',
  'paused',
  'held',
  'running',
];

/** Where a rollout over several clusters stands, by what each of them says. */
export function fleetReport(
  environment: string,
  looks: readonly ClusterLook[],
  now: number,
): FleetReport {
  const clusters = looks.map(clusterOf);
  const counts = clusters.map(({ proxies }) => proxies);
  const known = counts.filter((count) => count !== null);
  return {
    schema: 1,
    at: instant(now),
    environment,
    state: stateOf(clusters.map(({ report }) => report?.state ?? 'unknown')),
    coverage: {
      proxies: known.length === counts.length ? sumOf(known) : null,
      wanted: wantedBy(looks),
    },
    clusters,
    undo: undoOf(environment, clusters),
  };
}

function clusterOf({ cluster, environment, input }: ClusterLook): FleetReport['clusters'][number] {
  const common = { name: cluster, environment };
  if (!input.known) return { ...common, proxies: null, report: null, unknown: input.reason };
  const { observation, record } = input.value;
  const proxies = observation.pods.known ? proxyCount(observation.pods.value, record) : null;
  return { ...common, proxies, report: rolloutReport(input.value), unknown: null };
}

function stateOf(states: readonly FleetReport['state'][]): FleetReport['state'] {
  const worst = STATES.find((state) => states.includes(state));
  if (worst !== undefined) return worst;
  const ends = new Set(states);
  if (ends.size === 1) return states[0] ?? 'unknown';
  // Some have not begun, or have gone back, while others are through: somebody has to drive them.
  return ends.has('not-started') ? 'not-started' : 'rolled-back';
}

function sumOf(counts: readonly ProxyCount[]): ProxyCount {
  return {
    total: counts.reduce((sum, { total }) => sum + total, 0),
    moved: counts.reduce((sum, { moved }) => sum + moved, 0),
  };
}

function wantedBy(looks: readonly ClusterLook[]): number | null {
  const waves = looks.flatMap(({ input }) => (input.known ? input.value.record.plan.waves : []));
  const last = waves.find(awaitsCoverage);
  return last?.kind === 'gateway' ? (last.coverage ?? null) : null;
}

function undoOf(environment: string, clusters: FleetReport['clusters']): Undo {
  const undos = clusters.flatMap(({ report }) => (report === null ? [] : [report.undo]));
  const first = undos.find(({ command }) => command !== null);
  if (first !== undefined) {
    const command = `istio-revisions rollout rollback --env ${environment}`;
    return { command, text: 'in every cluster every wave returns' };
  }
  return { command: null, text: undos[0]?.text ?? 'no cluster could be asked' };
}
