import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { V1Deployment, V1MutatingWebhookConfiguration } from '@kubernetes/client-node';
import type { ApiErrorMode } from '../../lab/api-proxy/api-error-modes';
import { chances } from '../support/kill-points';
import { startLoopStage, type LoopStage } from '../support/loop-stage';
import { readMeshObjects } from '../support/mesh-objects';
import { storyAt } from '../support/operator-story';

jest.setTimeout(900_000);

/** A cold build of kubectl takes minutes, and those of a lab's programs may come before it. */
const BUILDING_MS = 3_600_000;

const ANY = expect.any(String) as string;
const ISTIOD = expect.stringMatching(/^pilot-discovery/) as string;

/** How an API server fails while an edit still gets through. */
const ENDURED: readonly ApiErrorMode[] = ['slow', 'flapping', 'watch-cut', 'gone', 'stale'];

/** How it fails so that an edit may have to wait for the end of it, and what the operator says then. */
const OUTLASTED: readonly [ApiErrorMode, RegExp][] = [
  ['busy', /^(the turn failed|applied)$/],
  ['conflict', /^(the turn failed|applied)$/],
  ['mixed', /^(the turn failed|applied)$/],
  ['internal', /^(the turn failed|applied)$/],
  ['timeout', /^(the turn failed|the lease was lost)/],
  ['down', /^the lease was lost/],
];

/** What one object may ask for, one after the other; with the last of them it has no istiod at all. */
const SEQUENCE: readonly object[] = [
  {},
  { meshConfig: { accessLogFile: '/dev/stdout', enableTracing: true } },
  { values: { pilot: { autoscaleEnabled: false } } },
  { values: { pilot: { env: { PILOT_PUSH_THROTTLE: '50' } } } },
  { values: { global: { networkPolicy: { enabled: true } } } },
  { components: { base: { enabled: false }, pilot: { enabled: false } } },
];
const REVISION_31 = {
  tag: '1.31.0',
  revision: '1-31',
  hub: 'registry.istio.io/release',
  components: { base: { enabled: false } },
};
const SEEDS = [1, 2, 3];

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe('the loop', () => {
  let stage: LoopStage;
  let down: LoopStage['down'] | undefined;
  const kubectl = (command: string, ...more: string[]) => stage.rig.kubectl.run(command, ...more);
  const istiod = () => stage.rig.kubectl.read<V1Deployment>('deployment', 'istiod-1-30');

  beforeAll(async () => {
    stage = await startLoopStage();
    ({ down } = stage);
  }, BUILDING_MS);

  afterAll(async () => {
    await down?.();
  });

  it.each(ENDURED)('brings an edit through an API server that fails by "%s"', async (mode) => {
    await stage.fault(mode);
    await stage.edit(`through-${mode}`);
    await stage.story('Ready');
    await stage.fault(null);
    expect(await stage.rig.mesh()).toContain(`accessLogFormat: through-${mode}\n`);
    expect(stage.witness.lies()).toEqual([]);
  });

  it.each(OUTLASTED)('brings an edit in after one that fails by "%s"', async (mode, met) => {
    const since = stage.operator.lines().length;
    await stage.fault(mode);
    await stage.edit(`after-${mode}`);
    await stage.said(since, met);
    await stage.fault(null);
    await stage.story('Ready');
    expect(await stage.rig.mesh()).toContain(`accessLogFormat: after-${mode}\n`);
    expect(stage.witness.lies()).toEqual([]);
  });

  it('was watched all the time', () => {
    expect(stage.witness.looks()).toBeGreaterThan(100);
  });

  it('stops where a foreign manager takes a field, names both, forces nothing, and goes on when it is given back', async () => {
    const { apiVersion = '', kind = '' } = await istiod();
    const part = { apiVersion, kind, metadata: { name: 'istiod-1-30', namespace: 'istio-system' } };
    const before = (await istiod()).spec?.strategy;
    const theirs = { rollingUpdate: { maxSurge: '50%' } };
    await stage.applyAs('some-controller', { ...part, spec: { strategy: theirs } });
    const { conditions } = await stage.story('Failed');
    const problem = expect.stringMatching(
      /^Deployment istio-system\/istiod-1-30: somebody else owns what would change: \.spec\.strategy\.rollingUpdate\.maxSurge \(some-controller\); let some-controller give up these fields, or take them out of the source; nothing is forced/,
    ) as string;
    expect(conditions).toMatchObject({
      Applied: ['False', 'Conflict', problem],
      IstiodReady: ['True', 'Ready', ANY],
      Ready: ['False', 'Conflict', problem],
    });
    await stage.turns(1);
    expect((await istiod()).spec?.strategy?.rollingUpdate?.maxSurge).toBe('50%');
    await stage.applyAs('some-controller', part);
    await stage.story('Ready');
    expect((await istiod()).spec?.strategy).toEqual(before);
  });

  it('leaves the number of istiods to the autoscaler', async () => {
    expect(await kubectl('get hpa istiod-1-30 -o name')).toContain('istiod-1-30');
    await kubectl('scale deployment istiod-1-30 --replicas=2');
    await stage.story('Ready');
    await stage.edit('scaled');
    await stage.story('Ready');
    const { results, applied } = await stage.turns(2);
    expect(results).toEqual(['success', 'success']);
    expect(applied.flatMap(({ changes }) => changes)).toEqual([]);
    const { spec, status } = await istiod();
    expect([spec?.replicas, status?.readyReplicas]).toEqual([2, 2]);
    await kubectl('scale deployment istiod-1-30 --replicas=1');
    await stage.story('Ready');
  });

  it('leaves to istiod what istiod writes into its webhooks', async () => {
    const before = await webhooks();
    expect(before).toHaveLength(2);
    for (const { managers, policies, hasBundles } of before)
      expect([managers, policies, hasBundles]).toEqual([
        expect.arrayContaining([ISTIOD]),
        ['Fail'],
        true,
      ]);
    await stage.edit('beside-webhooks');
    await stage.story('Ready');
    const { results, applied } = await stage.turns(3);
    expect(results).toEqual(['success', 'success', 'success']);
    expect(applied.flatMap(({ changes }) => changes)).toEqual([]);
    expect(await webhooks()).toEqual(before);
  });

  it('finds everything again where its state was deleted, and nothing is made anew', async () => {
    const before = await stage.rig.objectsOf('1-30');
    const { uid } = (await istiod()).metadata ?? {};
    rmSync(stage.stateFile);
    await stage.edit('without-state');
    await stage.story('Ready');
    expect(await stage.rig.mesh()).toContain('accessLogFormat: without-state\n');
    expect((await istiod()).metadata?.uid).toBe(uid);
    expect(names(await stage.rig.objectsOf('1-30'))).toEqual(names(before));
  });

  it('says what to do where its state cannot be read, changes nothing, and goes on when it can', async () => {
    const whole = readFileSync(stage.stateFile, 'utf8');
    const before = await stage.rig.objectsOf('1-30');
    writeFileSync(stage.stateFile, whole.slice(0, whole.length / 2));
    await stage.edit('broken-state');
    const { conditions } = await stage.story('Failed');
    expect(conditions['Applied']).toEqual([
      'False',
      'ApplyFailed',
      expect.stringMatching(
        /^stack "istio-system\.rev-1-30" cannot be opened: .*failed to load checkpoint.*; what was written before stays; .+/,
      ),
    ]);
    expect(await stage.rig.objectsOf('1-30')).toEqual(before);
    writeFileSync(stage.stateFile, whole);
    await stage.turns(1);
    await stage.story('Ready');
    expect(await stage.rig.mesh()).toContain('accessLogFormat: broken-state\n');
  });

  it.each(SEEDS)(
    'ends a sequence of specs (seed %d) where the last one alone ends',
    async (seed) => {
      const { rig } = stage;
      const chance = chances(seed);
      const draw = () => SEQUENCE[Math.floor(chance() * SEQUENCE.length)] ?? {};
      const last = SEQUENCE[Math.floor(chance() * (SEQUENCE.length - 1))] ?? {};
      for (const spec of [draw(), draw(), draw()]) {
        await rig.create('rev-1-31', { ...REVISION_31, ...spec });
        await new Promise((resolve) => setTimeout(resolve, chance() * 5_000));
      }
      const alone = async () => {
        await rig.create('rev-1-31', { ...REVISION_31, ...last });
        await storyAt(rig.kubectl, 'rev-1-31', 'Ready');
        return readMeshObjects(rig.lab.client);
      };
      const after = await alone();
      await kubectl('delete istiooperator rev-1-31 --timeout=5m');
      expect(await alone()).toEqual(after);
      await kubectl('delete istiooperator rev-1-31 --timeout=5m');
    },
  );

  /** Each of its webhook configurations, as far as istiod writes into it. */
  async function webhooks() {
    const kinds = 'mutatingwebhookconfigurations,validatingwebhookconfigurations';
    const text = await kubectl(`get ${kinds} -l istio.io/rev=1-30 --show-managed-fields -o json`);
    const { items } = JSON.parse(text) as { items: V1MutatingWebhookConfiguration[] };
    return items.map(({ kind, metadata, webhooks: all = [] }) => ({
      kind,
      generation: metadata?.generation,
      managers: (metadata?.managedFields ?? []).map(({ manager }) => manager),
      policies: [...new Set(all.map(({ failurePolicy }) => failurePolicy))],
      hasBundles: all.every(({ clientConfig }) => (clientConfig.caBundle ?? '') !== ''),
    }));
  }
});

function names(versions: readonly string[]): string[] {
  return versions.map((line) => line.split(' ')[0] ?? '');
}
