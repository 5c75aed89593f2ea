import { awaitThat } from '../support/await-that';
import { startOperatorRig, type OperatorRig } from '../support/operator-rig';
import { storyAt, type OperatorStory } from '../support/operator-story';

jest.setTimeout(1_800_000);

/** A cold build of kubectl takes minutes, and those of a lab's programs may come before it. */
const BUILDING_MS = 3_600_000;

const HUB = 'registry.istio.io/release';
const PAUSED = 'istio-revisions.dev/paused';
const ANY = expect.any(String) as string;
const FAILED = { PHASE: 'Failed', READY: 'False' };

/** Everything but what the test is about: to create a Deployment. */
const ALMOST_EVERYTHING = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'almost-everything' },
  rules: [
    {
      apiGroups: [
        '',
        'admissionregistration.k8s.io',
        'apiextensions.k8s.io',
        'autoscaling',
        'coordination.k8s.io',
        'discovery.k8s.io',
        'events.k8s.io',
        'install.istio.io',
        'networking.istio.io',
        'networking.k8s.io',
        'policy',
        'rbac.authorization.k8s.io',
      ],
      resources: ['*'],
      verbs: ['*'],
    },
    {
      apiGroups: ['apps', 'batch', 'argoproj.io'],
      resources: ['*'],
      verbs: ['get', 'list', 'watch', 'patch', 'update', 'delete'],
    },
  ],
};

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe('kubectl get istiooperators and describe tell the story', () => {
  let rig: OperatorRig;
  const story = (phase: Parameters<typeof storyAt>[2], name = 'rev-1-30') =>
    storyAt(rig.kubectl, name, phase);
  const kubectl = (command: string) => rig.kubectl.run(command);

  beforeAll(async () => {
    rig = await startOperatorRig();
    await rig.start();
  }, BUILDING_MS);

  afterAll(async () => {
    await rig.down();
  });

  it('of a good install: what it is, that it is ready, and each thing that makes it so', async () => {
    await rig.create('rev-1-30', { tag: '1.30.3', revision: '1-30', hub: HUB });
    const { row, message, conditions, events } = await story('Ready');
    expect(row).toEqual({
      NAME: 'rev-1-30',
      REVISION: '1-30',
      VERSION: '1.30.3',
      PHASE: 'Ready',
      READY: 'True',
      REASON: 'Ready',
      NAMESPACES: '0',
      AGE: expect.stringMatching(/^\d+[ms]/) as string,
    });
    expect(message).toBe('Istio 1.30.3 is ready');
    expect(Object.entries(conditions).map(([type, [status]]) => `${type} ${status}`)).toEqual([
      'SpecValid True',
      'Rendered True',
      'Applied True',
      'DeploymentAvailable True',
      'IstiodReady True',
      'WebhooksReady True',
      'InjectionWorks True',
      'ValidationWorks True',
      'MetricsServed True',
      'ProxiesConnected True',
      'Ready True',
    ]);
    expect(events).toEqual([['Normal', 'Ready', 'Istio 1.30.3 is ready']]);
  });

  it('of a bad spec: which field, which is meant, and that what runs stays as it is', async () => {
    const before = await rig.objectsOf('1-30');
    await rig.change('rev-1-30', { meshConfg: { accessLogFile: '/dev/stdout' } });
    const { row, message, conditions, events } = await story('Failed');
    const problem = expect.stringMatching(
      /spec\.meshConfg: unknown field; did you mean "meshConfig"\?.*; correct the spec; until then nothing is changed$/,
    ) as string;
    expect(row).toMatchObject({ ...FAILED, VERSION: '1.30.3', REASON: 'InvalidSpec' });
    expect(message).toMatch(
      /^InvalidSpec: .*did you mean "meshConfig"\?.*; correct the spec; until then nothing is changed$/,
    );
    expect(conditions).toMatchObject({
      SpecValid: ['False', 'InvalidSpec', problem],
      Rendered: ['Unknown', 'NotReached', 'not tried: InvalidSpec'],
      Applied: ['Unknown', 'NotReached', expect.stringMatching(/ stay applied$/)],
      DeploymentAvailable: ['True', 'Available', ANY],
      IstiodReady: ['True', 'Ready', ANY],
      Ready: ['False', 'InvalidSpec', problem],
    });
    expect(events.at(-1)).toEqual(['Warning', 'InvalidSpec', problem]);
    expect(await rig.objectsOf('1-30')).toEqual(before);
  });

  it('of its recovery: ready again, and after what', async () => {
    await rig.change('rev-1-30', { meshConfg: null });
    const { row, message, events } = await story('Ready');
    expect(row).toMatchObject({ PHASE: 'Ready', READY: 'True', REASON: 'Ready' });
    expect(message).toBe('Istio 1.30.3 is ready');
    expect(events.at(-1)).toEqual(recovered('1.30.3', 'InvalidSpec'));
  });

  it.each([
    [
      'a value that the chart refuses',
      { values: { global: { platform: 'mars' } } },
      { values: null },
      /helm template failed: .*unknown platform/,
    ],
    [
      'a version without charts',
      { tag: '1.29.9' },
      { tag: '1.30.3' },
      /no Istio charts in .*\/1\.29\/manifests, which ISTIO_REVISIONS_CHARTS names/,
    ],
  ])('of a chart that fails, for %s: in its own words, and what to do', async (...example) => {
    const [, bad, good, words] = example;
    const before = { ...(await story('Ready')), objects: await rig.objectsOf('1-30') };
    await rig.change('rev-1-30', bad);
    const { row, message, conditions, events } = await story('Failed');
    const next = 'nothing was applied; "istio-revisions render" of the same spec shows it by hand';
    const told = `${words.source}.*; ${next}$`;
    const problem = expect.stringMatching(new RegExp(`^${told}`)) as string;
    expect(row).toMatchObject({ ...FAILED, REASON: 'RenderFailed' });
    expect(message).toMatch(new RegExp(`^RenderFailed: ${told}`));
    expect(conditions).toMatchObject({
      SpecValid: ['True', 'Valid', ANY],
      Rendered: ['False', 'RenderFailed', problem],
      Applied: ['Unknown', 'NotReached', ANY],
      DeploymentAvailable: ['True', 'Available', ANY],
      Ready: ['False', 'RenderFailed', problem],
    });
    expect(events.at(-1)).toEqual(['Warning', 'RenderFailed', problem]);
    expect(await rig.objectsOf('1-30')).toEqual(before.objects);
    await rig.change('rev-1-30', good);
    const after = await story('Ready');
    expect(after.row).toMatchObject({ PHASE: 'Ready', READY: 'True', REASON: 'Ready' });
    const [, , recovery] = recovered('1.30.3', 'RenderFailed');
    expect(after.times[recovery]).toBe((before.times[recovery] ?? 0) + 1);
  });

  it('of a pause: nothing is changed while it lasts, and everything after it', async () => {
    const before = await rig.objectsOf('1-30');
    await kubectl(`annotate istiooperator rev-1-30 ${PAUSED}=true`);
    await rig.change('rev-1-30', { meshConfig: { accessLogFile: '/dev/stderr' } });
    const { row, message, conditions, events } = await story('Paused');
    const why = `nothing is changed while the annotation ${PAUSED} is set; remove it to go on`;
    expect(row).toMatchObject({ PHASE: 'Paused', READY: 'False', REASON: 'Paused' });
    expect(message).toBe(why);
    expect(conditions).toMatchObject({
      IstiodReady: ['True', 'Ready', ANY],
      Ready: ['False', 'Paused', why],
    });
    expect(events.at(-1)).toEqual(['Normal', 'Paused', why]);
    expect(await rig.objectsOf('1-30')).toEqual(before);
    await kubectl(`annotate istiooperator rev-1-30 ${PAUSED}-`);
    await story('Ready');
    expect(await rig.mesh()).toContain('accessLogFile: /dev/stderr');
  });

  it('of nothing, when it corrects what was changed by hand: it is as before', async () => {
    const before = [await namesOf('1-30'), await rig.mesh()];
    const edit = '--patch={"data":{"mesh":"accessLogFile:"}}';
    await kubectl(`patch configmap istio-1-30 --type=merge ${edit}`);
    await kubectl('delete service istiod-1-30');
    await kubectl('annotate istiooperator rev-1-30 looked-at=again');
    await awaitThat('what was there before', async () => {
      const now = [await namesOf('1-30'), await rig.mesh()];
      return JSON.stringify(now) === JSON.stringify(before) ? now : undefined;
    });
    expect((await story('Ready')).message).toBe('Istio 1.30.3 is ready');
  });

  it('goes on with a second process, which stood by, when the first is gone', async () => {
    const [first] = rig.started;
    const second = await rig.start({ beside: true });
    await awaitThat('the second standing by', async () => {
      const { text } = await second.ask('/readyz');
      return text === 'standing by: another process leads' ? text : undefined;
    });
    const [leader, mesh] = [await rig.leader(), await rig.mesh()];
    await first?.kill();
    await kubectl('delete configmap istio-1-30');
    await second.said('this process leads');
    expect(await rig.leader()).not.toBe(leader);
    await awaitThat('its mesh', async () => ((await rig.mesh()) === mesh ? mesh : undefined));
    await story('Ready');
    expect(await second.ask('/readyz')).toEqual({ status: 200, text: 'leading' });
    expect(await second.stop()).toBe(0);
    expect(await rig.leader()).toBe('');
  });

  it('of missing rights: which verb on which resource, until they are given', async () => {
    await kubectl('create serviceaccount restricted');
    await rig.kubectl.apply(ALMOST_EVERYTHING);
    await kubectl(binding('almost-everything'));
    await rig.start({ account: 'restricted' });
    const components = { base: { enabled: false } };
    await rig.create('rev-1-31', { tag: '1.31.0', revision: '1-31', hub: HUB, components });
    const { row, message, conditions, events } = await story('Failed', 'rev-1-31');
    const refusal =
      /is forbidden: User "system:serviceaccount:istio-system:restricted" cannot create resource "deployments" in API group "apps" in the namespace "istio-system".*; let the account do this, and apply again$/;
    const problem = expect.stringMatching(refusal) as string;
    expect(row).toMatchObject({ ...FAILED, VERSION: '1.31.0', REASON: 'Forbidden' });
    expect(message).toMatch(new RegExp(`^Forbidden: .*${refusal.source}`));
    expect(conditions).toMatchObject({
      SpecValid: ['True', 'Valid', ANY],
      Rendered: ['True', 'Rendered', ANY],
      Applied: ['False', 'Forbidden', problem],
      Ready: ['False', 'Forbidden', problem],
    });
    expect(events).toEqual([['Warning', 'Forbidden', problem]]);
    await kubectl('create clusterrole deployer --verb=create --resource=deployments.apps');
    await kubectl(binding('deployer'));
    const after = await story('Ready', 'rev-1-31');
    expect(after.row).toMatchObject({ PHASE: 'Ready', READY: 'True', REASON: 'Ready' });
    expect(after.message).toBe('Istio 1.31.0 is ready');
    expect(after.events.at(-1)).toEqual(recovered('1.31.0', 'Forbidden'));
  });

  it('of a deletion: refused while a namespace needs the revision, and done when none does', async () => {
    await kubectl('create namespace shop');
    await kubectl('label namespace shop istio.io/rev=1-31');
    await kubectl('delete istiooperator rev-1-31 --wait=false');
    const { row, message, events } = await story('Deleting', 'rev-1-31');
    const why =
      'the revision is in use and is not removed: namespaces labelled: shop; move these to another revision';
    expect(row).toMatchObject({ PHASE: 'Deleting', READY: 'False', NAMESPACES: '1' });
    expect(message).toBe(why);
    expect(events.at(-1)).toEqual(['Normal', 'Deleting', why]);
    expect(await namesOf('1-31')).toContain('Deployment/istiod-1-31');
    await kubectl('label namespace shop istio.io/rev-');
    await kubectl('wait --for=delete istiooperator/rev-1-31 --timeout=10m');
    expect(await namesOf('1-31')).toEqual([]);
    expect(await namesOf('1-30')).toContain('Deployment/istiod-1-30');
    await story('Ready');
  });

  it('logs what fails under the id of its turn, with the object and the reason', () => {
    const failed = rig.started
      .flatMap((operator) => operator.lines())
      .filter(({ msg }) => msg === 'the turn failed')
      .map(({ level, object, reason }) => [level, object, reason].join(' '));
    expect([...new Set(failed)].sort()).toEqual([
      'error istio-system/rev-1-30 InvalidSpec',
      'error istio-system/rev-1-30 RenderFailed',
      'error istio-system/rev-1-31 Forbidden',
    ]);
    const ids = rig.started.flatMap((operator) =>
      operator
        .lines()
        .flatMap(({ msg, reconcileId }) => (msg === 'a turn begins' ? [reconcileId] : [])),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  /** What belongs to a revision, without the versions. */
  async function namesOf(revision: string): Promise<string[]> {
    return (await rig.objectsOf(revision)).map((line) => line.split(' ')[0] ?? '');
  }
});

function recovered(version: string, reason: string): OperatorStory['events'][number] {
  return ['Normal', 'Recovered', `Istio ${version} is ready, after ${reason}`];
}

function binding(role: string): string {
  return `create clusterrolebinding ${role} --clusterrole=${role} --serviceaccount=istio-system:restricted`;
}
