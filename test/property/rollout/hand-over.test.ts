import fc from 'fast-check';
import type { SimCluster } from '../../../lib/simulate/sim-cluster';
import { FROM, TO } from '../../support/rollout-builders';
import { drive } from '../../support/rollout-drive';
import { faultLists, gatewayMover, namespacesOf, specs } from '../../support/rollout-specs';
import { simClusterOf } from '../../support/sim-cluster-of';

const SEED = 20_261_126;

/** Where the default validator, the default tag and another tag lead to. */
const pointersOf = ({ state: { validator, tags } }: SimCluster): string[] => [
  validator ?? '',
  tags['default'] ?? '',
  tags['prod'] ?? '',
];

describe('what leads to the old revision', () => {
  it('stops blocked and removes nothing while a tag of somebody else leads to the old revision', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const cluster = simClusterOf(namespacesOf(spec), { foreign: ['tag prod'] });
        const run = drive(spec, cluster, [], { resume: false });
        expect(run.violations).toEqual([]);
        expect(run.blocked.join()).toContain('istioctl tag set prod --revision 1-31 --overwrite');
        expect(run.record).toMatchObject({ phase: 'handing-over', retired: [] });
        expect(pointersOf(cluster)).toEqual([TO, TO, FROM]);
        expect(cluster.hasObjectsOf(FROM)).toBe(true);
      }),
      { seed: SEED, numRuns: 10 },
    );
  });

  it('hands over one after the other, never to an istiod that is not there, and back when pods break meanwhile', () => {
    fc.assert(
      fc.property(specs, faultLists, fc.integer({ min: 0, max: 3 }), (spec, faults, when) => {
        const cluster = simClusterOf(namespacesOf(spec));
        const moveGateway = gatewayMover(spec, cluster);
        const there = () => cluster.state.istiods.map(({ revision }) => revision);
        const dangling: string[] = [];
        const run = drive(spec, cluster, faults, {
          onTick: (record) => {
            moveGateway(record);
            dangling.push(...pointersOf(cluster).filter((one) => !there().includes(one)));
            const handed = record.handed?.length ?? 0;
            if (record.phase === 'handing-over' && handed === when) {
              cluster.breakPods(namespacesOf(spec)[0]!, TO);
            }
          },
        });
        expect([run.violations, run.ended, dangling]).toEqual([[], true, []]);
        const revision = run.record.phase === 'done' ? TO : FROM;
        expect(pointersOf(cluster)).toEqual([revision, revision, revision]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});
