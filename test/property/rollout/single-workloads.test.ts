import fc from 'fast-check';
import { judgedDeployments } from '../../../lib/rollout/gateway-generation';
import type { FrozenWave } from '../../../lib/rollout/record';
import { untruthsOf } from '../../../lib/simulate/truths';
import { drain, ledCluster, ledSpecs, runningOn } from '../../support/led-rollouts';
import { FROM, TO } from '../../support/rollout-builders';
import { drive } from '../../support/rollout-drive';
import { faultLists, gatewayMover } from '../../support/rollout-specs';
import { revisionLabels } from '../../support/sim-cluster-of';

const SEED = 20_261_126;
const NAMES = ['a', 'b', 'c'];

const allOn = (revision: string) => Object.fromEntries(NAMES.map((name) => [name, revision]));

/** What a wave moves, as `<namespace>/<workload>`. */
function movedBy(wave: FrozenWave): readonly string[] {
  const single = wave.kind === 'namespace' ? wave.workloads : judgedDeployments(wave);
  if (single !== undefined) return single.map(({ namespace, name }) => `${namespace}/${name}`);
  const namespaces = wave.kind === 'namespace' ? wave.namespaces : [];
  return namespaces.flatMap(({ name }) => ['app', 'worker', 'db'].map((one) => `${name}/${one}`));
}

describe('a simulated rollout in which single workloads lead', () => {
  it('moves these alone until the wave of their namespace, and ends done', () => {
    fc.assert(
      fc.property(ledSpecs, (spec) => {
        const cluster = ledCluster(NAMES);
        const mover = gatewayMover(spec, cluster);
        const wrong = new Set<string>();
        const run = drive(spec, cluster, [], {
          onTick: (record) => {
            mover(record);
            const due = record.plan.waves.slice(0, record.released).flatMap(movedBy);
            for (const one of runningOn(cluster, TO)) if (!due.includes(one)) wrong.add(one);
            for (const one of untruthsOf(cluster.state)) wrong.add(one);
          },
        });
        expect(run.violations).toEqual([]);
        expect(run.blocked).toEqual([]);
        expect([...wrong]).toEqual([]);
        expect(run.record).toMatchObject({ phase: 'done', retired: [FROM], attempt: 1 });
        expect(revisionLabels(cluster)).toEqual(allOn(TO));
        expect(cluster.injectedRevisions()).toEqual([TO]);
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  it('breaks no invariant and ends under crashes, lost writes, stale and failing reads', () => {
    fc.assert(
      fc.property(ledSpecs, faultLists, (spec, faults) => {
        const cluster = ledCluster(NAMES);
        const before = cluster.labels();
        const run = drive(spec, cluster, faults, { onTick: gatewayMover(spec, cluster) });
        expect(run.violations).toEqual([]);
        expect(['done', 'rolled-back']).toContain(run.record.phase);
        if (run.record.phase === 'done') expect(revisionLabels(cluster)).toEqual(allOn(TO));
        else expect(cluster.labels()).toEqual(before);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('goes back as a whole when pods never get ready, with what was made anew of the others meanwhile', () => {
    fc.assert(
      fc.property(ledSpecs, faultLists, fc.constantFrom(...NAMES), (spec, faults, namespace) => {
        const cluster = ledCluster(NAMES);
        const before = cluster.labels();
        cluster.conditions.neverReady = { namespace, revision: TO };
        let isDrained = false;
        const run = drive(spec, cluster, faults, {
          onTick: ({ released, plan, phase }) => {
            const first = plan.waves.findIndex(({ name }) => name === 'first');
            if (isDrained || phase !== 'moving' || released !== first + 1) return;
            isDrained = true;
            drain(cluster, 'a');
          },
        });
        expect(run.violations).toEqual([]);
        expect(run.record.phase).toBe('rolled-back');
        expect(cluster.labels()).toEqual(before);
        expect(cluster.injectedRevisions()).toEqual([FROM]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});
