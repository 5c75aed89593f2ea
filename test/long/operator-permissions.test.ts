import type { V1Deployment } from '@kubernetes/client-node';
import { ApiAnswerError } from '../../lib/cluster/raw-objects';
import { readRevisionObjects } from '../../lib/cluster/revision-objects';
import type { PermissionVerb } from '../../lib/operator/operator-permissions';
import type { OperatorStatus, Phase } from '../../lib/rollout/status/operator-status';
import { awaitThat } from '../support/await-that';
import {
  startPermissionRig,
  textOf,
  type PermissionRig,
  type Right,
} from '../support/permission-rig';
import type { LogLine, RunningOperator } from '../support/running-operator';

jest.setTimeout(1_800_000);

const NAMESPACE = 'istio-system';
const PAUSED = 'istio-revisions.dev/paused';

const OBJECT = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  metadata: { name: 'rev-1-30', namespace: NAMESPACE },
  spec: {
    profile: 'minimal',
    hub: 'registry.istio.io/release',
    tag: '1.30.3',
    revision: '1-30',
    components: { base: { enabled: true } },
  },
};

interface ReadOperator {
  readonly metadata: { readonly generation: number };
  readonly status?: OperatorStatus;
}

const right = (
  scope: Right['scope'],
  apiGroup: string,
  resource: string,
  verb: PermissionVerb,
): Right => ({ scope, apiGroup, resource, verb });

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const ISTIO_OPERATOR = 'install.istio.io';

/** How the API server says who may not do what to what. */
const refusal = ({ verb, resource, apiGroup }: Right) =>
  new RegExp(`cannot ${verb} resource "${resource}" in API group "${apiGroup}"`);

const notHeld = (kind: string) =>
  new RegExp(`${kind}\\..* is attempting to grant RBAC permissions not currently held`);

/** One mesh, one story: the tests run in this order and each goes on where the one before stopped. */
describe('the operator with the rights that are written down', () => {
  let rig: PermissionRig;
  let operator: RunningOperator;

  const read = async () => (await rig.objects.send('read', OBJECT)) as unknown as ReadOperator;
  const merge = async (content: object) => {
    await rig.objects.send('patch', OBJECT, {
      contentType: 'application/merge-patch+json',
      content,
    });
  };
  const annotate = (name: string, value: string | null) =>
    merge({ metadata: { annotations: { [name]: value } } });
  let edits = 0;
  /** Something new, so that the next attempt does not wait. */
  const touch = () => annotate('test/touched', String((edits += 1)));
  const edit = () => merge({ spec: { meshConfig: { accessLogFile: `/dev/${(edits += 1)}` } } });
  /** Only a status that is about the present spec counts. */
  const phaseIs = (phase: Phase) =>
    awaitThat(`the phase ${phase}`, async () => {
      const { metadata, status } = await read();
      const isPresent = status?.observedGeneration === metadata.generation;
      return isPresent && status.phase === phase ? status : undefined;
    });
  const conditionSays = (type: string, text: RegExp) =>
    awaitThat(`${type} says ${text.source}`, async () =>
      (await read()).status?.conditions.find(
        (condition) => condition.type === type && text.test(condition.message),
      ),
    );
  /** @param from - how many lines there were before */
  const logSays = (from: number, message: RegExp, reason = /^/) =>
    awaitThat(`the log says ${message.source} ${reason.source}`, () =>
      operator
        .lines()
        .slice(from)
        .find((line) => message.test(line.msg) && reason.test(reasonOf(line))),
    );

  beforeAll(async () => {
    rig = await startPermissionRig();
    operator = rig.start();
    await operator.said('this process leads');
  });

  // A right that a failed test left taken away would let all that follow wait in vain.
  afterEach(async () => {
    await rig.restore();
  });

  afterAll(async () => {
    await rig.down();
  });

  it('is installed by objects that the API server takes, with a pod that the strictest standard allows', async () => {
    for (const object of rig.installation) {
      await rig.objects.send('patch', object, {
        contentType: 'application/apply-patch+yaml',
        query: { fieldManager: 'test', force: 'true', dryRun: 'All' },
        content: object,
      });
    }
    const deployment = rig.installation.find(({ kind }) => kind === 'Deployment');
    const { template } = deployment?.['spec'] as NonNullable<V1Deployment['spec']>;
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    };
    const metadata = { name: 'istio-revisions-operator', namespace: 'strict' };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec };
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
    for (const object of [namespace, account])
      await rig.objects.send('create', object, { content: object });
    await rig.objects.send('create', pod, { content: pod, query: { dryRun: 'All' } });
  });

  it.each([
    { taken: right('namespace', 'apps', 'deployments', 'create') },
    {
      taken: right('cluster', RBAC, 'clusterroles', 'escalate'),
      said: notHeld('clusterroles'),
      // An Event is short, and the API server's words are long.
      told: /clusterroles\..* is forbidden/,
    },
    {
      taken: right('cluster', RBAC, 'clusterroles', 'bind'),
      said: notHeld('clusterrolebindings'),
      told: /clusterrolebindings\..* is forbidden/,
    },
  ])(
    'does not install without $taken.verb $taken.resource, and its condition and Event say why',
    async ({ taken, said = refusal(taken), told = said }) => {
      const giveBack = await rig.without(taken);
      await rig.objects.send('create', OBJECT, { content: OBJECT }).catch(touch);
      const { status, reason, message } = await conditionSays('Applied', said);
      expect([status, reason]).toEqual(['False', 'Forbidden']);
      expect(message).toContain('let the account do this, and apply again');
      await awaitThat(`an Event about ${textOf(taken)}`, async () => {
        const { items } = await rig.lab.client.events.listNamespacedEvent({ namespace: NAMESPACE });
        return items.find((event) => event.reason === 'Forbidden' && told.test(event.note ?? ''));
      });
      await giveBack();
    },
  );

  it('installs a revision with them, and finds it healthy', async () => {
    await touch();
    const { conditions, revisions } = await phaseIs('Ready');
    expect(conditions.filter(({ status }) => status !== 'True')).toEqual([]);
    expect(revisions).toMatchObject([{ name: '1-30', ready: true, inUse: 'no' }]);
  });

  it.each([
    { type: 'Applied', taken: right('namespace', '', 'services', 'patch') },
    {
      type: 'IstiodReady',
      taken: right('namespace', '', 'pods/portforward', 'get'),
      said: /allow get and create of pods\/portforward in namespace istio-system/,
    },
    { type: 'InjectionWorks', taken: right('namespace', '', 'pods', 'create') },
    {
      type: 'ValidationWorks',
      taken: right('namespace', 'networking.istio.io', 'destinationrules', 'create'),
    },
    {
      type: 'WebhooksReady',
      taken: right('cluster', ADMISSION, 'mutatingwebhookconfigurations', 'list'),
    },
  ])(
    'without $taken.verb $taken.resource says so in $type, and recovers with it',
    async ({ type, taken, said = refusal(taken) }) => {
      const giveBack = await rig.without(taken);
      await touch();
      expect((await conditionSays(type, said)).status).not.toBe('True');
      await giveBack();
      await touch();
      await phaseIs('Ready');
    },
  );

  it('without the right to list namespaces does not know whether its revision is in use, and says why', async () => {
    const taken = right('cluster', '', 'namespaces', 'list');
    const use = (inUse: string) =>
      awaitThat(`its revision being in use: ${inUse}`, async () =>
        (await read()).status?.revisions?.find((revision) => revision.inUse === inUse),
      );
    const giveBack = await rig.without(taken);
    await touch();
    expect((await use('unknown')).why.join()).toMatch(refusal(taken));
    await giveBack();
    await touch();
    expect((await use('no')).why).toEqual([]);
  });

  it.each([
    {
      taken: right('cluster', ISTIO_OPERATOR, 'istiooperators/status', 'patch'),
      message: /^the status could not be written$/,
      cause: edit,
    },
    {
      taken: right('namespace', 'events.k8s.io', 'events', 'create'),
      message: /^an Event could not be written$/,
      cause: () => annotate(PAUSED, 'true'),
    },
  ])('without $taken.verb $taken.resource says so in its log', async (row) => {
    const { taken, message, cause } = row;
    const from = operator.lines().length;
    const giveBack = await rig.without(taken);
    await cause();
    await logSays(from, message, refusal(taken));
    await giveBack();
    await annotate(PAUSED, null);
    await touch();
    await phaseIs('Ready');
  });

  it('without the right to renew its Lease stops leading, says so, and leads again with it', async () => {
    const taken = right('namespace', 'coordination.k8s.io', 'leases', 'update');
    const from = operator.lines().length;
    const giveBack = await rig.without(taken);
    await logSays(from, /^the lease could not be read or written$/, refusal(taken));
    await logSays(from, /^this process stands by$/);
    const then = operator.lines().length;
    await giveBack();
    await logSays(then, /^this process leads$/);
  });

  it('goes on in another pod that has nothing but the state', async () => {
    expect(await operator.stop()).toBe(0);
    operator = rig.start();
    const before = (await read()).status?.lastApplied?.digest;
    await edit();
    expect((await phaseIs('Ready')).lastApplied?.digest).not.toBe(before);
  });

  it('keeps a deleted object while it may not remove what belongs to it, and says why', async () => {
    const remove = right('namespace', 'apps', 'deployments', 'delete');
    const release = right('cluster', ISTIO_OPERATOR, 'istiooperators', 'patch');
    const mayRemove = await rig.without(remove);
    await rig.objects.send('delete', OBJECT);
    await conditionSays('Applied', refusal(remove));
    const mayRelease = await rig.without(release);
    await mayRemove();
    await touch();
    await conditionSays('Applied', refusal(release));
    await mayRelease();
    await touch();
  });

  it('lets a deleted object go with everything of its revision', async () => {
    await awaitThat('the object being gone', () =>
      read().then(
        () => undefined,
        (error: unknown) => (error instanceof ApiAnswerError ? error.status === 404 : undefined),
      ),
    );
    const left = await readRevisionObjects(rig.lab.client, ['1-30']);
    expect(left['1-30']?.filter((object) => !object.startsWith('Lease '))).toEqual([]);
  });
});

function reasonOf({ reason }: LogLine): string {
  return typeof reason === 'string' ? reason : '';
}
