import { REVISION_LABEL } from '../../lib/rollout/names';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { declaredNamespaces } from '../../lib/rollout/wave-members';
import { runSimulation } from '../../lib/simulate/run-simulation';
import { SimCluster } from '../../lib/simulate/sim-cluster';
import type { SimStart } from '../../lib/simulate/sim-state';
import { usual } from '../../lib/simulate/start-of-spec';

/** What the parent process is told of simulated rollouts, one after the other. */
export interface SimulatedCost {
  /** Seconds of a processor, and by the clock. */
  readonly cpu: number;
  readonly wall: number;
  /** The most memory that the process had at once, in MB. */
  readonly mb: number;
  /** Of all clusters together. */
  readonly looks: number;
  readonly records: number;
  readonly actions: number;
  readonly objects: number;
  /** How each ended, and the rules that were broken. */
  readonly ends: readonly string[];
  /** What one of them took on the clock of its model, in minutes. */
  readonly minutes: number;
}

const WAVES = 5;

/** Plays one rollout of so many namespaces on each of so many clusters, from their installation to the end. */
function simulate(clusters: number, namespaces: number, atOnce: number | null): SimulatedCost {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const runs = Array.from({ length: clusters }, (_, index) => {
    const spec = specOf(namespaces, atOnce);
    const cluster = SimCluster.start(startOf(spec), Date.UTC(2026, 0, 1));
    const limits = { approveMs: 0, limitMs: 30 * 24 * 3_600_000 };
    return runSimulation({ spec, cluster, faults: [], seed: index, ...limits });
  });
  const { user, system } = process.cpuUsage(cpu);
  const sum = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((total, run) => total + of(run), 0);
  return {
    cpu: (user + system) / 1e6,
    wall: (performance.now() - began) / 1000,
    mb: process.resourceUsage().maxRSS / 1000,
    looks: sum(({ looks }) => looks),
    records: sum(({ writes }) => writes.record),
    actions: sum(({ writes }) => writes.action),
    objects: sum(({ writes }) => writes.object),
    ends: [...new Set(runs.flatMap(({ end, violations }) => [end.outcome, ...violations]))],
    minutes: sum(({ startedAt, endedAt }) => endedAt - startedAt) / clusters / 60_000,
  };
}

function specOf(namespaces: number, atOnce: number | null): RolloutSpec {
  const size = Math.ceil(namespaces / WAVES);
  return {
    from: '1-30',
    to: '1-31',
    waves: Array.from({ length: WAVES }, (_, wave) => ({
      name: `wave-${wave + 1}`,
      namespaces: Array.from(
        { length: Math.min(size, namespaces - wave * size) },
        (_each, index) => `team-${wave * size + index}`,
      ),
    })),
    ...(atOnce === null ? {} : { restart: { maxWorkloads: atOnce, maxPods: atOnce } }),
  };
}

/** A Deployment of two pods in each namespace. Nothing is measured: the gates on metrics are not asked. */
function startOf({ from, to, waves }: RolloutSpec): SimStart {
  const workload = { kind: 'Deployment', name: 'app', replicas: 2, templateRev: null } as const;
  return {
    from,
    to,
    namespaces: declaredNamespaces(waves).map((name) => ({
      name,
      labels: { [REVISION_LABEL]: from },
      workloads: [workload],
    })),
    timing: usual(1).timing,
  };
}

const [clusters = NaN, namespaces = NaN, atOnce = 0] = process.argv.slice(2).map(Number);
process.stdout.write(JSON.stringify(simulate(clusters, namespaces, atOnce === 0 ? null : atOnce)));
