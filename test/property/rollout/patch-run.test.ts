import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { FAULTS } from '../../../lib/simulate/faults';
import { runSimulation } from '../../../lib/simulate/run-simulation';
import { SimCluster } from '../../../lib/simulate/sim-cluster';
import { startOfSpec, usual } from '../../../lib/simulate/start-of-spec';

const OLD = '1-30@1.30.3';
const NEW = '1-30@1.30.4';
const SEED = 1;

const SPEC: RolloutSpec = {
  from: OLD,
  to: NEW,
  waves: [
    { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
    { name: 'canary', namespaces: ['a'] },
    { name: 'rest', namespaces: ['b', 'c'] },
  ],
  retainSeconds: 300,
  metrics: {},
};

/** Plays a patch of istiods that take their time, with a fault that strikes a wave. */
function played(name: string) {
  const cluster = SimCluster.start(startOfSpec(SPEC, usual(SEED)), 1_700_000_000_000);
  const faults = FAULTS.filter((one) => one.name === name).map((fault) => ({
    fault,
    wave: 'canary',
  }));
  const limits = { approveMs: 0, limitMs: 24 * 3_600_000 };
  const { end, violations } = runSimulation({ spec: SPEC, cluster, faults, seed: SEED, ...limits });
  return { end: end.outcome, violations, versions: cluster.injectedRevisions() };
}

describe('a simulated patch, whose istiods take a while to get ready', () => {
  it.each([
    ['none', 'done', NEW],
    ['errors', 'rolled-back', OLD],
    ['never-ready', 'rolled-back', OLD],
    ['rejected', 'rolled-back', OLD],
    ['stale-injector', 'done', NEW],
    ['engine-fails', 'done', NEW],
    ['driver-killed', 'done', NEW],
  ])('ends as it should with the fault %s', (name, end, version) => {
    expect(played(name)).toEqual({ end, violations: [], versions: [version] });
  });
});
