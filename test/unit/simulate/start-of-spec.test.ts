import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { runSimulation } from '../../../lib/simulate/run-simulation';
import { SimCluster } from '../../../lib/simulate/sim-cluster';
import { startOfSpec, usual } from '../../../lib/simulate/start-of-spec';
import { GATEWAY_API_SPEC } from '../../support/gateway-api-rollouts';
import { AT, FROM, TO } from '../../support/rollout-builders';

const SPEC: RolloutSpec = {
  from: FROM,
  to: TO,
  waves: [
    { name: 'first', workloads: [{ kind: 'StatefulSet', namespace: 'shop', name: 'db' }] },
    { name: 'shop', namespaces: ['shop'] },
    { name: 'rest', selector: {} },
  ],
  soakSeconds: 3,
  deadlineSeconds: 300,
  retainSeconds: 20,
};

it('a cluster that is made up from a source has the workloads that lead, and its rollout ends', () => {
  const cluster = SimCluster.start(startOfSpec(SPEC, usual(1)), AT);
  const shop = cluster.namespaces.find(({ name }) => name === 'shop');
  expect(shop?.workloads.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'Deployment app',
    'Deployment worker',
    'StatefulSet db',
  ]);
  const limits = { seed: 1, approveMs: 0, limitMs: 3_600_000 };
  const { end, violations } = runSimulation({ spec: SPEC, cluster, faults: [], ...limits });
  expect(violations).toEqual([]);
  expect(end.outcome).toBe('done');
});

it('a cluster that is made up from a source has its Gateways of the Gateway API, and its rollout ends', () => {
  const waves = GATEWAY_API_SPEC.waves.map((wave) =>
    'namespaces' in wave ? { ...wave, namespaces: ['a'] } : wave,
  );
  const spec = { ...GATEWAY_API_SPEC, waves, deadlineSeconds: 300 };
  const cluster = SimCluster.start(startOfSpec(spec, usual(1)), AT);
  const limits = { seed: 1, approveMs: 0, limitMs: 3_600_000 };
  const run = runSimulation({ spec, cluster, faults: [], ...limits });
  expect(run.violations).toEqual([]);
  expect(run.end.outcome).toBe('done');
  expect(run.timeline.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'wave 4/7 edge-1: Gateway a/web',
      'wave 6/7 edge: Gateway ingress/grpc',
    ]),
  );
});
