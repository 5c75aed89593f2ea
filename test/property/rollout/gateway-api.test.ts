import fc from 'fast-check';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../../lib/simulate/sim-cluster';
import { untruthsOf } from '../../../lib/simulate/truths';
import {
  gatewayApi,
  gatewayApiCluster,
  GATEWAY_API_SPEC,
  gatewayLabels,
  gatewayRevisions,
} from '../../support/gateway-api-rollouts';
import { FROM, TO } from '../../support/rollout-builders';
import { drive, FAULTS, GATEWAY_API_FAULTS, type Fault } from '../../support/rollout-drive';

const SEED = 20_261_126;

/** One that stands beside others, in a namespace of each kind, led to `from` by each of what can lead there. */
const gateways = fc
  .uniqueArray(
    fc.record({
      namespace: fc.constantFrom('a', 'b', 'c', 'ingress'),
      name: fc.constantFrom('web', 'api', 'grpc', 'admin'),
      label: fc.constantFrom(null, FROM, 'prod', 'default'),
    }),
    { minLength: 1, maxLength: 3, selector: ({ name }) => name },
  )
  .map((all) => all.map((one) => ({ ...one, deployment: `${one.name}-istio` })));

const runs = fc.record({
  gateways,
  waves: fc.integer({ min: 1, max: 2 }),
  mode: fc.constantFrom('label' as const, 'tag' as const),
  rollback: fc.constantFrom('attempt' as const, 'wave' as const),
  soakSeconds: fc.integer({ min: 0, max: 5 }),
  breaks: fc.constantFrom(null, 'edge', 'apps'),
  faults: fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom(...FAULTS) },
      { weight: 1, arbitrary: fc.constantFrom(...GATEWAY_API_FAULTS) },
    ),
    { maxLength: 12 },
  ),
});

type Run = typeof runs extends fc.Arbitrary<infer R> ? R : never;

function specOf({ gateways: all, waves, mode, rollback, soakSeconds }: Run): RolloutSpec {
  const named = all.map(({ namespace, name }) => gatewayApi(namespace, name));
  const parts = waves === 1 || named.length < 2 ? [named] : [named.slice(0, 1), named.slice(1)];
  return {
    ...GATEWAY_API_SPEC,
    mode,
    rollback,
    soakSeconds,
    waves: [
      ...GATEWAY_API_SPEC.waves.slice(0, 1),
      ...parts.map((part, index) => ({ name: index === 0 ? 'edge' : 'inner', gateways: part })),
      { name: 'apps', namespaces: ['a', 'b', 'c'] },
    ],
  };
}

/** Pods that never get ready on `to`, from the first step of the wave on. */
function breaker({ breaks }: Run, cluster: SimCluster): (wave: string) => void {
  return (wave) => {
    if (breaks === null || !wave.startsWith(breaks)) return;
    const broken = breaks === 'apps' ? 'b' : (cluster.state.gatewayApis[0]?.namespace ?? '');
    cluster.conditions.neverReady = { namespace: broken, revision: TO };
  };
}

function play(run: Run) {
  const cluster = gatewayApiCluster(run.gateways);
  const strike = breaker(run, cluster);
  const untrue: string[] = [];
  const driven = drive(specOf(run), cluster, run.faults, {
    maxTicks: 4000,
    onTick: ({ plan, released }) => {
      strike(plan.waves[released - 1]?.name ?? '');
      untrue.push(...untruthsOf(cluster.state));
    },
  });
  return { cluster, driven, untrue };
}

describe('a simulated rollout with Gateways of the Gateway API', () => {
  it('breaks no rule and comes to an end, whatever fails and whoever interferes', () => {
    const ends: Record<string, number> = {};
    fc.assert(
      fc.property(runs, (run) => {
        const { driven, untrue } = play(run);
        expect(driven.violations).toEqual([]);
        expect(untrue).toEqual([]);
        expect(driven.ended).toBe(true);
        const { phase } = driven.record;
        ends[phase] = (ends[phase] ?? 0) + 1;
      }),
      { seed: SEED, numRuns: 100 },
    );
    process.stdout.write(`seed ${SEED}: ${JSON.stringify(ends)}\n`);
    expect(Object.keys(ends)).toEqual(expect.arrayContaining(['done', 'rolled-back']));
  });

  it('leaves every Gateway on the new revision by its own label, or with what it had', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const { cluster, driven } = play({ ...run, faults: [], rollback: 'attempt' });
        const isDone = driven.record.phase === 'done';
        expect(isDone).toBe(run.breaks === null);
        const on = isDone ? TO : FROM;
        expect(new Set(Object.values(gatewayRevisions(cluster)).flat())).toEqual(new Set([on]));
        const had = run.gateways.map(({ name, label }) => [name, isDone ? TO : label] as const);
        expect(gatewayLabels(cluster)).toEqual(Object.fromEntries(had));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
