import fc from 'fast-check';
import type { MappedResource } from '../../../lib/deploy/map-tree';
import { mapTree } from '../../../lib/deploy/map-tree';
import { ISTIO_OPERATOR, type IstioOperator } from '../../../lib/operator/istio-operator';
import { sourceDigest } from '../../../lib/deploy/source-digest';
import type { DeployPorts, PlannedDeploy } from '../../../lib/reconcile/deploy';
import { createDeployer } from '../../../lib/reconcile/deployer';
import { operatorStatus, type OperatorStatus } from '../../../lib/rollout/status/operator-status';
import type { Progress } from '../../../lib/rollout/status/progress';
import { DEPLOY_FIELD_MANAGER } from '../../../lib/rollout/names';
import { documentApp } from '../../../stacks/operator/document-app';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';
import { NOBODY } from '../../support/nobody';
import { aStatusInput } from '../../support/status-builders';
import { pathsOf, SimulatedCluster } from '../../support/simulated-cluster';
import { SimulatedEngine, type Kill } from '../../support/simulated-engine';

/** Specs of one object, each different from the others in what it makes, drops or renames. */
const SPECS: readonly IstioOperator['spec'][] = [
  { tag: '1.30.3', revision: '1-30' },
  { tag: '1.30.3', revision: '1-30', meshConfig: { accessLogFile: '/dev/stdout' } },
  {
    tag: '1.30.3',
    revision: '1-30',
    values: { pilot: { autoscaleEnabled: false } },
    components: { pilot: { k8s: { replicaCount: 2 } } },
  },
  { tag: '1.30.3', revision: '1-30', values: { pilot: { autoscaleMin: 2 } } },
  { tag: '1.30.3', revision: '1-30', values: { pilot: { env: { PILOT_TRACE_SAMPLING: '1' } } } },
  { tag: '1.30.3', revision: '1-30', values: { global: { networkPolicy: { enabled: true } } } },
  { tag: '1.31.0', revision: '1-30' },
  { tag: '1.31.0', revision: '1-31' },
];

/** What happens on the way, one after the other; numbers choose among what there is. */
type Happening =
  | { readonly type: 'spec'; readonly spec: number; readonly kill: Kill | null }
  | { readonly type: 'edited' | 'deleted'; readonly object: number; readonly field: number };

const spec = fc.nat({ max: SPECS.length - 1 });
const kill: fc.Arbitrary<Kill> = fc.record({ after: fc.nat({ max: 30 }), halfDone: fc.boolean() });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('spec' as const), spec, kill: fc.option(kill) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('edited' as const, 'deleted' as const),
      object: fc.nat(),
      field: fc.nat(),
    }),
  },
);

/** What the second one makes lies beside all of the first, so that nothing of it shows in the objects of the first. */
const CUT_OFF_AND_BACK: [Happening[], number] = [
  [
    { type: 'spec', spec: 0, kill: null },
    { type: 'spec', spec: SPECS.length - 1, kill: { after: 5, halfDone: false } },
  ],
  0,
];

/** As the one above, and the way back was cut off before it did anything. */
const CUT_OFF_TWICE: [Happening[], number] = [
  [...CUT_OFF_AND_BACK[0], { type: 'spec', spec: 0, kill: { after: 0, halfDone: false } }],
  0,
];

describe('any sequence of valid specs', () => {
  let rendered: readonly (readonly MappedResource[])[];

  beforeAll(async () => {
    const variables = await renderEnvironment();
    rendered = SPECS.map((one) => {
      const metadata = { namespace: 'istio-system', name: 'mesh' };
      const document: IstioOperator = { ...ISTIO_OPERATOR, metadata, spec: one };
      return mapTree(documentApp({ document, part: 'revision' }, variables), DEPLOY_FIELD_MANAGER);
    });
  }, RENDER_SETUP_MS);

  const treeOf = (index: number): readonly MappedResource[] => rendered[index] ?? [];

  it('ends in the same objects as the last one alone, through kills, edits and deletions by hand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 6 }), spec, async (before, last) => {
        const world = new World();
        for (const one of before) await world.let(one, treeOf, treeOf(last));
        await world.settle(treeOf(last));
        const alone = new World();
        await alone.settle(treeOf(last));
        expect(world.cluster.all()).toEqual(alone.cluster.all());
      }),
      { numRuns: 80, examples: [CUT_OFF_AND_BACK, CUT_OFF_TWICE] },
    );
  });

  it('ends there too where the state was lost on the way, but for what no spec names any more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 4 }), spec, async (before, last) => {
        const world = new World();
        for (const one of before) await world.let(one, treeOf, treeOf(last));
        world.engine.loseState();
        await world.settle(treeOf(last));
        const alone = new World();
        await alone.settle(treeOf(last));
        expect(world.cluster.all()).toMatchObject(alone.cluster.all());
      }),
      { numRuns: 25 },
    );
  });
});

/** A cluster, the engine that brings it about, and the loop around both. */
class World {
  readonly cluster = new SimulatedCluster();
  readonly engine = new SimulatedEngine(this.cluster);
  /** What the loop writes down for itself: where it was cut off, nothing is written any more. */
  #status: OperatorStatus | null = null;
  readonly #ports: DeployPorts = {
    engine: this.engine,
    inspect: (all) =>
      Promise.resolve(new Map(all.map((one) => [one.key, this.cluster.inspect(one)]))),
    // What may not change under proxies has tests of its own.
    observe: () => Promise.resolve(NOBODY),
    withdraw: (object, managers) => {
      this.cluster.withdraw(object, managers);
      return Promise.resolve();
    },
  };

  /** @param last - what the last spec declares: what somebody writes beside it stays theirs */
  async let(
    one: Happening,
    treeOf: (index: number) => readonly MappedResource[],
    last: readonly MappedResource[],
  ): Promise<void> {
    if (one.type === 'spec') {
      if (one.kill !== null) this.engine.killNext(one.kill);
      await this.#turn(treeOf(one.spec));
      return;
    }
    const { body } = last[one.object % last.length] ?? {};
    if (body === undefined) return;
    // Pulumi's notes to itself are left as somebody makes them.
    const paths = pathsOf(body).filter((path) => !path.includes('pulumi.com/'));
    if (one.type === 'deleted') this.cluster.delete(body);
    else this.cluster.edit(body, paths[one.field % paths.length] ?? '', 'by hand');
  }

  /** Turns until nothing is left to do. @throws Error where that never comes */
  async settle(tree: readonly MappedResource[]): Promise<void> {
    for (let turn = 0; turn < 4; turn += 1) {
      const { plan } = await this.#turn(tree);
      if (plan.isDone) return;
    }
    throw new Error('it never settles');
  }

  async #turn(tree: readonly MappedResource[]): Promise<PlannedDeploy> {
    const digest = sourceDigest(tree);
    const deployer = createDeployer({ resources: () => Promise.resolve(tree), ports: this.#ports });
    const planned = await deployer.plan(this.#status?.lastApplied?.digest);
    expect(planned.plan.problems).toEqual([]);
    if (!planned.plan.isDone) this.#tell({ at: 'applying', digest });
    const result = await deployer.apply(planned);
    if (result?.ok !== false) this.#tell({ at: 'applied', digest, settling: false });
    return planned;
  }

  #tell(progress: Progress): void {
    this.#status = operatorStatus(aStatusInput({ previous: this.#status, progress }));
  }
}
