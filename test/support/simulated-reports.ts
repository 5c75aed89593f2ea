import { plan } from '../../lib/rollout/plan';
import type { RolloutRecord } from '../../lib/rollout/record';
import { rolloutReport, type RolloutReport } from '../../lib/rollout/report/rollout-report';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { FAULTS } from '../../lib/simulate/faults';
import { runSimulation } from '../../lib/simulate/run-simulation';
import { SimCluster } from '../../lib/simulate/sim-cluster';
import type { SimFault } from '../../lib/simulate/sim-fault';
import { startOfSpec, usual } from '../../lib/simulate/start-of-spec';

/** When simulated rollouts begin, epoch milliseconds. */
const BEGIN = Date.UTC(2026, 0, 12, 9);

const VERSIONS = { '1-30': '1.30.3', '1-31': '1.31.0' };

/** A mesh whose waves soak long enough for its charts to show something. */
const SPEC: RolloutSpec = {
  from: '1-30',
  to: '1-31',
  waves: [
    { name: 'edge', gateways: [{ namespace: 'gateways', name: 'ingress' }], soakSeconds: 300 },
    { name: 'canary', namespaces: ['checkout-canary'], soakSeconds: 600 },
    { name: 'web', namespaces: ['frontend', 'catalog'], soakSeconds: 1200 },
    { name: 'core', namespaces: ['checkout', 'payments', 'orders'], approval: true },
  ],
  soakSeconds: 300,
  deadlineSeconds: 1800,
  retainSeconds: 600,
  metrics: { scrapeSeconds: 15, windowSeconds: 300, warmUpSeconds: 60, maxErrorShare: 0.01 },
};

/**
 * What a page would show of a rollout, as a simulation plays it: of each step the last look before the next one, the oldest first.
 * The same at every call.
 * @param fault - by its name, and the wave that it strikes; absent where all goes well
 */
export function simulatedReports(fault?: string, wave = 'web'): readonly RolloutReport[] {
  const cluster = SimCluster.start({ ...startOfSpec(SPEC, usual(1)), versions: VERSIONS }, BEGIN);
  const reports = new Map<string, RolloutReport>();
  let last = -Infinity;
  const see = (record: RolloutRecord) => {
    const report = reportOf(cluster, record);
    reports.set(`${record.attempt} ${record.phase} ${record.released}`, report);
    last = cluster.now;
  };
  const watcher: SimFault = {
    name: 'watcher',
    says: 'nothing goes wrong: somebody looks',
    early: true,
    play: ({ record }) => {
      const isOld = cluster.now - last >= 60_000;
      if (isOld || !reports.has(`${record.attempt} ${record.phase} ${record.released}`))
        see(record);
    },
  };
  const found = FAULTS.filter(({ name }) => name === fault);
  runSimulation({
    spec: SPEC,
    cluster,
    faults: [{ fault: watcher, wave: null }, ...found.map((one) => ({ fault: one, wave }))],
    seed: 1,
    approveMs: 120_000,
    limitMs: 24 * 3_600_000,
  });
  const { record } = cluster.state.store;
  if (record !== null) see(record);
  return [...reports.values()];
}

function reportOf(cluster: SimCluster, record: RolloutRecord): RolloutReport {
  const observation = cluster.observe(record);
  const { now } = cluster;
  return rolloutReport({
    environment: { name: 'prod', cluster: 'eu-1', versions: VERSIONS },
    record,
    started: true,
    observation,
    decision: plan({ observation, record, now }),
    driver: { held: true, message: 'process 7 on build-1, seen 2 s ago' },
    now,
  });
}
