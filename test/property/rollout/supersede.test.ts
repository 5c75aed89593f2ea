import fc from 'fast-check';
import type { RolloutRecord } from '../../../lib/rollout/record';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import type { SimCluster } from '../../../lib/simulate/sim-cluster';
import { FROM, LATER, TO } from '../../support/rollout-builders';
import { drive } from '../../support/rollout-drive';
import { revisionLabels, simClusterOf } from '../../support/sim-cluster-of';

const SEED = 20_261_126;
const NAMES = ['a', 'b', 'c', 'd'];
const GATEWAY = { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] };

/** A gateway, and namespaces in some waves. */
const specs = fc
  .record({
    waveOf: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: NAMES.length }),
    soakSeconds: fc.integer({ min: 0, max: 8 }),
    retainSeconds: fc.integer({ min: 0, max: 90 }),
  })
  .map(({ waveOf, ...seconds }): RolloutSpec => {
    const groups = [...new Set(waveOf)];
    const waves = groups.map((group) => ({
      name: `wave-${group}`,
      namespaces: NAMES.filter((_, index) => waveOf[index] === group),
    }));
    return { from: FROM, to: TO, waves: [GATEWAY, ...waves], deadlineSeconds: 30, ...seconds };
  });
const moments = fc.integer({ min: 1, max: 120 });
const waves = [GATEWAY, { name: 'all', selector: {} }];

function namesOf(spec: RolloutSpec): string[] {
  return spec.waves.flatMap((wave) => ('namespaces' in wave ? wave.namespaces : []));
}

/** Somebody moves the default tag once everything else has moved, unless a rollout that was superseded has. */
function tagMover(cluster: SimCluster) {
  return ({ phase, plan }: RolloutRecord) => {
    const isLeft = cluster.state.tags['default'] === plan.from;
    if (phase === 'removing' && isLeft) cluster.moveTag('default', plan.to);
  };
}

describe('a simulated rollout that is superseded at any moment', () => {
  const others: Readonly<Record<string, Partial<RolloutSpec>>> = {
    'by other waves': {},
    'by another target': { to: LATER },
    'by the way back': { from: TO, to: FROM },
  };

  it.each(Object.entries(others))('%s ends where the last plan leads', (_kind, other) => {
    const attempts: number[] = [];
    fc.assert(
      fc.property(specs, moments, (before, atTick) => {
        const spec: RolloutSpec = { ...before, waves, ...other };
        const cluster = simClusterOf(namesOf(before));
        const change = { atTick, spec };
        const run = drive(before, cluster, [], { onTick: tagMover(cluster), change });
        expect(run.violations).toEqual([]);
        expect(run.record.phase).toBe('done');
        attempts.push(run.record.attempt);
        const end = run.record.attempt === 1 ? TO : spec.to;
        expect(cluster.injectedRevisions()).toEqual([end]);
      }),
      { seed: SEED, numRuns: 20 },
    );
    expect(attempts).toContain(2);
  });

  it('goes back to where everything began when the new target is bad', () => {
    const attempts: number[] = [];
    fc.assert(
      fc.property(specs, moments, fc.nat(), (before, atTick, pick) => {
        const names = namesOf(before);
        const cluster = simClusterOf(names);
        const labels = cluster.labels();
        const namespace = names[pick % names.length]!;
        cluster.conditions.neverReady = { namespace, revision: LATER };
        const change = { atTick, spec: { ...before, waves, to: LATER } };
        const run = drive(before, cluster, [], { onTick: tagMover(cluster), change });
        expect(run.violations).toEqual([]);
        attempts.push(run.record.attempt);
        if (run.record.attempt === 1) return;
        expect(run.record.phase).toBe('rolled-back');
        expect(cluster.injectedRevisions()).toEqual([FROM]);
        // Where the default was handed over before, `istio-injection` would mean another revision: it is not given back.
        if (cluster.state.tags['default'] === FROM) expect(cluster.labels()).toEqual(labels);
        else
          expect(revisionLabels(cluster)).toEqual(
            Object.fromEntries(names.map((name) => [name, FROM])),
          );
      }),
      { seed: SEED, numRuns: 20 },
    );
    expect(attempts).toContain(2);
  });
});
