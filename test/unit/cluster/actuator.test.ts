import { actuate, type ClusterAction } from '../../../lib/cluster/actuator';
import { StubApiServer, type StubAnswer } from '../../support/stub-api-server';

const NOW = new Date(0);
const target = { name: 'shop', uid: 'u1', original: { rev: '1-30', injection: null } };
const relabel: ClusterAction = {
  type: 'relabel',
  target,
  revision: '1-30',
  seen: '1-31',
  reason: '',
};
const adopt: ClusterAction = {
  type: 'adopt',
  target,
  revision: '1-30',
  seen: { rev: '1-31', injection: null },
  reason: '',
};
const restart: ClusterAction = {
  type: 'restart',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
  uid: 'u2',
  stamp: '1-31.1.1',
  seen: null,
  reason: '',
};

function aNamespace(uid: string, rev: string | null): object {
  return { metadata: { name: 'shop', uid, labels: rev === null ? {} : { 'istio.io/rev': rev } } };
}

function aDeployment(uid: string, stamp: string | null): object {
  const annotations = stamp === null ? {} : { 'istio-revisions.dev/restart': stamp };
  const metadata = { namespace: 'shop', name: 'cart', uid };
  return { metadata, spec: { template: { metadata: { annotations } } } };
}

const retag: ClusterAction = {
  type: 'retag',
  tag: 'web',
  revision: '1-30',
  seen: '1-31',
  reason: '',
};
const INJECTOR = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'istio-revision-tag-web', labels: { 'istio.io/rev': '1-30' } },
};
const tagObjects = () => Promise.resolve([INJECTOR]);

function anInjectorOn(rev: string): object {
  return {
    ...INJECTOR,
    metadata: { name: 'a', resourceVersion: '7', labels: { 'istio.io/rev': rev } },
  };
}

const KINDS: Readonly<Record<string, readonly object[]>> = {
  '/api/v1': [{ name: 'namespaces', kind: 'Namespace', namespaced: false }],
  '/apis/admissionregistration.k8s.io/v1': [
    {
      name: 'mutatingwebhookconfigurations',
      kind: 'MutatingWebhookConfiguration',
      namespaced: false,
    },
  ],
  '/apis/apps/v1': [{ name: 'deployments', kind: 'Deployment', namespaced: true }],
};

describe('an action', () => {
  let answer: StubAnswer = { code: 404, message: 'absent' };
  let stub: StubApiServer;

  beforeAll(async () => {
    stub = await StubApiServer.start(({ path }) => {
      const resources = KINDS[path];
      return resources === undefined ? answer : { code: 200, body: { resources } };
    });
  });

  afterAll(() => {
    stub.stop();
  });

  /** What it asked of the API server, and how that ended. */
  async function carryOut(action: ClusterAction, found: StubAnswer) {
    answer = found;
    stub.requests.length = 0;
    const ended = await actuate(stub.client, action, NOW, { tagObjects }).then(
      () => 'done',
      (error: unknown) => String(error),
    );
    const requests = stub.requests.filter(({ path }) => !(path in KINDS));
    return {
      ended,
      methods: requests.map(({ method }) => method),
      bodies: requests.map(({ body }) => body),
    };
  }

  it.each<[string, ClusterAction, object]>([
    ['relabel', relabel, aNamespace('u1', '1-31')],
    ['relabel, a second time', relabel, aNamespace('u1', '1-30')],
    ['restart', restart, aDeployment('u2', null)],
  ])(
    '%s reads its object before it writes, once, with the identity that it was decided on',
    async (_what, action, body) => {
      const { ended, methods, bodies } = await carryOut(action, { code: 200, body });
      expect([ended, methods]).toEqual(['done', ['GET', 'PATCH']]);
      const uid = action.type === 'restart' ? 'u2' : 'u1';
      expect(bodies[1]).toMatchObject({ metadata: { uid } });
    },
  );

  it.each<[string, ClusterAction, string[]]>([
    ['adopts', adopt, ['GET', 'PATCH', 'PATCH']],
    ['relabels', relabel, ['GET', 'PATCH']],
    ['returns the labels of', { type: 'restore', target, reason: '' }, ['GET', 'PATCH']],
  ])('that %s a namespace takes no more requests than that', async (_what, action, expected) => {
    const annotations = { 'istio-revisions.dev/original': '{}' };
    const found = aNamespace('u1', '1-31') as { readonly metadata: object };
    const body = { metadata: { ...found.metadata, annotations } };
    expect(await carryOut(action, { code: 200, body })).toMatchObject({
      ended: 'done',
      methods: expected,
    });
  });

  it('restart writes nothing where the stamp is there already', async () => {
    const body = aDeployment('u2', '1-31.1.1');
    expect(await carryOut(restart, { code: 200, body })).toMatchObject({
      ended: 'done',
      methods: ['GET'],
    });
  });

  it('retag applies the objects of the tag as the engine would, at the version that was read', async () => {
    const { ended, methods, bodies } = await carryOut(retag, {
      code: 200,
      body: anInjectorOn('1-31'),
    });
    expect([ended, methods]).toEqual(['done', ['GET', 'PATCH']]);
    const metadata = { ...INJECTOR.metadata, resourceVersion: '7' };
    expect(bodies[1]).toEqual({ ...INJECTOR, metadata });
    const { query, contentType } = stub.requests.at(-1)!;
    expect(query).toEqual({ fieldManager: 'istio-revisions-deploy', force: 'false' });
    expect(contentType).toBe('application/apply-patch+yaml');
  });

  it.each<[string, ClusterAction, StubAnswer, RegExp]>([
    [
      'a tag that was moved since',
      retag,
      { code: 200, body: anInjectorOn('1-29') },
      /revision tag web was moved to 1-29/,
    ],
    ['a tag that is gone since', retag, { code: 404, message: 'absent' }, /was moved to null/],
    [
      'a namespace of another identity',
      relabel,
      { code: 200, body: aNamespace('u9', '1-31') },
      /namespace shop was made anew/,
    ],
    [
      'a namespace with another label',
      relabel,
      { code: 200, body: aNamespace('u1', 'mine') },
      /namespace shop was labelled anew/,
    ],
    [
      'a namespace without a label',
      relabel,
      { code: 200, body: aNamespace('u1', null) },
      /namespace shop was labelled anew/,
    ],
    ['a namespace that is gone', relabel, { code: 404, message: 'absent' }, /absent/],
    [
      'a workload of another identity',
      restart,
      { code: 200, body: aDeployment('u9', null) },
      /Deployment shop\/cart was made anew/,
    ],
    [
      'a workload with another stamp',
      restart,
      { code: 200, body: aDeployment('u2', '1-31.2.1') },
      /Deployment shop\/cart was restarted anew/,
    ],
    ['a workload that is gone', restart, { code: 404, message: 'absent' }, /absent/],
  ])('writes nothing to %s', async (_what, action, found, problem) => {
    const { ended, methods } = await carryOut(action, found);
    expect(methods).toEqual(['GET']);
    expect(ended).toMatch(problem);
  });
});
