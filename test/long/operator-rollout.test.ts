import { applySample } from '../../lab/sample';
import type { RolloutStatus } from '../../lib/rollout/object/rollout-status';
import { awaitThat } from '../support/await-that';
import { cliExpecting } from '../support/cli';
import { NAME, objectsOf } from '../support/installed-operator';
import { injectedRevisions, revisionLabels } from '../support/lab';
import { startOperatorRig, type OperatorRig } from '../support/operator-rig';
import { storyAt } from '../support/operator-story';

jest.setTimeout(1_800_000);

/** A cold build of kubectl takes minutes, and those of a lab's programs may come before it. */
const BUILDING_MS = 3_600_000;

const HUB = 'registry.istio.io/release';

/** What the lab has no use for: it pulls no image. */
const NOT_INSTALLED = ['Deployment', 'PersistentVolumeClaim', 'Service'];

const ROLLOUT = {
  apiVersion: 'istio-revisions.dev/v1alpha1',
  kind: 'RevisionRollout',
  metadata: { name: 'up', namespace: 'istio-system' },
  spec: {
    from: '1-30',
    to: '1-31',
    waves: [
      { name: 'canary', namespaces: ['checkout-canary', 'payments'] },
      { name: 'rest', selector: {} },
    ],
    soakSeconds: 3,
    deadlineSeconds: 60,
    retainSeconds: 5,
    default: 'keep',
    removal: 'keep',
    metrics: {
      scrapeSeconds: 1,
      windowSeconds: 10,
      warmUpSeconds: 2,
      patienceSeconds: 60,
      maxErrorShare: 0.01,
    },
  },
};

interface ReadRollout {
  readonly status?: RolloutStatus;
}

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe('a rollout that the operator drives, with the rights of its account and kubectl alone', () => {
  let rig: OperatorRig;
  const kubectl = (command: string) => rig.kubectl.run(command);

  const statusAt = (name: string, phase: RolloutStatus['phase']) =>
    awaitThat(`${name} being ${phase}`, async () => {
      const { status } = await rig.kubectl.read<ReadRollout>('revisionrollout', name);
      return status?.phase === phase ? status : undefined;
    });

  const conditionOf = ({ conditions }: RolloutStatus, wanted: string) => {
    const { status, reason } = conditions.find(({ type }) => type === wanted) ?? {};
    return [status, reason];
  };

  beforeAll(async () => {
    rig = await startOperatorRig();
    const installation = objectsOf({ rollouts: {} });
    await rig.kubectl.apply(...installation.filter(({ kind }) => !NOT_INSTALLED.includes(kind)));
    await kubectl('wait --for=condition=Established crd/revisionrollouts.istio-revisions.dev');
    const prometheus = `http://127.0.0.1:${String(rig.lab.state.ports.prometheus)}`;
    await rig.start({ account: NAME, options: ['--rollouts', '--prometheus', prometheus] });
    await rig.create('rev-1-30', { tag: '1.30.3', revision: '1-30', hub: HUB });
    await storyAt(rig.kubectl, 'rev-1-30', 'Ready');
    await applySample(rig.lab.client, () => undefined);
  }, BUILDING_MS);

  afterAll(async () => {
    await rig.down();
  });

  it('is refused, with every problem, before anything is written', async () => {
    await rig.kubectl.apply({
      ...ROLLOUT,
      spec: { ...ROLLOUT.spec, soakSecond: 3, removal: 'automatic' },
    });
    const { message } = await statusAt('up', 'Refused');
    expect(message).toMatch(/soakSecond: unknown field; did you mean "soakSeconds"\?/);
    expect(message).toMatch(/to: revision "1-31" is not declared; declared: 1-30/);
    expect(message).toMatch(/removal: found "automatic", must be "keep"/);
    await expect(kubectl('get configmap istio-revisions-rollout')).rejects.toThrow(/not found/);
    await expect(
      rig.kubectl.apply({ ...ROLLOUT, spec: { ...ROLLOUT.spec, mode: 'labels' } }),
    ).rejects.toThrow(/Unsupported value: "labels"/);
    await kubectl('delete revisionrollout up');
  });

  it('goes back by itself where a namespace answers with errors, and is not begun again', async () => {
    await rig.create('rev-1-31', { tag: '1.31.0', revision: '1-31', hub: HUB });
    await storyAt(rig.kubectl, 'rev-1-31', 'Ready');
    const fault = ['errors', '--revision', '1-31', '--namespace', 'payments'];
    await cliExpecting(0, ['lab', 'fault', 'set', ...fault], rig.lab.env);
    await rig.kubectl.apply(ROLLOUT);
    await statusAt('up', 'Moving');
    await rig.kubectl.apply({ ...ROLLOUT, metadata: { ...ROLLOUT.metadata, name: 'second' } });
    expect((await statusAt('second', 'Refused')).message).toMatch(
      /istio-system\/up is (driven|under way)|of istio-system\/up is under way/,
    );
    await kubectl('delete revisionrollout second');
    const status = await statusAt('up', 'RolledBack');
    expect(status.message).toMatch(/^rolled back to 1-30: wave canary failed at gate success-rate/);
    expect(conditionOf(status, 'Succeeded')).toEqual(['False', 'RolledBack']);
    expect(new Set(Object.values(await revisionLabels(rig.lab.client)))).toEqual(new Set(['1-30']));
    expect(await injectedRevisions(rig.lab.client)).toEqual(['1-30']);
    const events = await kubectl('get events --field-selector=involvedObject.kind=RevisionRollout');
    expect(events).toMatch(/Warning +RolledBack/);
    const { text } = await (rig.started[0]?.ask('/metrics') ?? Promise.reject(new Error('none')));
    expect(text).toContain(
      'istio_revisions_rollout_state{object="istio-system/up",state="rolled-back"} 1',
    );
    expect((await statusAt('up', 'RolledBack')).rollout).toBe(status.rollout);
  });

  it('is done, by tags this time, once it is made anew without the fault: all is moved, and the old revision is a person’s to delete', async () => {
    await cliExpecting(0, ['lab', 'fault', 'clear'], rig.lab.env);
    await kubectl('delete revisionrollout up');
    await rig.kubectl.apply({ ...ROLLOUT, spec: { ...ROLLOUT.spec, mode: 'tag' } });
    const status = await statusAt('up', 'Done');
    const labels = new Set(Object.values(await revisionLabels(rig.lab.client)));
    expect(labels).toEqual(new Set(['canary', 'rest']));
    expect(status.rollout).toMatch(/[.]2$/);
    expect(status.namespaces?.moved).toBe(status.namespaces?.all);
    expect(status.waves?.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'canary proved',
      'rest proved',
    ]);
    expect(conditionOf(status, 'Succeeded')).toEqual(['True', 'Done']);
    expect(status.message).toContain('delete IstioOperator istio-system/rev-1-30 to remove 1-30');
    expect(await injectedRevisions(rig.lab.client)).toEqual(['1-31']);
    const table = await kubectl('get rr');
    expect(table).toMatch(
      /^NAME +FROM +TO +PHASE +STATE +WAVE +MESSAGE +AGE\nup +1-30 +1-31 +Done +Done /,
    );
    await kubectl('delete istiooperator rev-1-30 --timeout=120s');
    expect(await rig.objectsOf('1-30')).toEqual([]);
  });

  it('was allowed everything that it did', () => {
    const lines = rig.started.flatMap((operator) => operator.lines());
    expect(lines.filter((line) => JSON.stringify(line).includes('is forbidden'))).toEqual([]);
  });
});
