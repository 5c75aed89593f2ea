import { actuate, type ClusterAction } from '../../../lib/cluster/actuator';
import type { GatewayApiTarget } from '../../../lib/rollout/gateway-api/gateway-api-target';
import { StubApiServer, type StubAnswer } from '../../support/stub-api-server';

const NOW = new Date(0);
const DISCOVERY = '/apis/gateway.networking.k8s.io/v1';
const PATH = `${DISCOVERY}/namespaces/shop/gateways/web`;
const target: GatewayApiTarget = {
  namespace: 'shop',
  name: 'web',
  uid: 'u1',
  deployment: 'web-istio',
  addresses: ['10.0.0.1'],
  original: null,
};
const common = { target, reason: '' };
const pin: ClusterAction = { type: 'pin-gateway', ...common, revision: '1-30', seen: null };
const move: ClusterAction = { type: 'move-gateway', ...common, revision: '1-31', seen: '1-30' };
const unpin: ClusterAction = { type: 'unpin-gateway', ...common };

const owning = (manager: string, operation: string, ...more: string[]) => ({
  manager,
  operation,
  fieldsV1: {
    'f:metadata': {
      'f:labels': Object.fromEntries(
        ['istio.io/rev', ...more].map((label) => [`f:${label}`, {}] as const),
      ),
    },
  },
});
const OURS = owning('istio-revisions', 'Apply');

function aGateway(rev: string | null, changes: object = {}): StubAnswer {
  const labels = rev === null ? {} : { 'istio.io/rev': rev };
  const named = { namespace: 'shop', name: 'web', uid: 'u1', resourceVersion: '7' };
  return { code: 200, body: { metadata: { ...named, labels, ...changes } } };
}

describe('the label of a Gateway of the Gateway API', () => {
  let answer: StubAnswer = { code: 404, message: 'absent' };
  let stub: StubApiServer;

  beforeAll(async () => {
    stub = await StubApiServer.start(({ path }) =>
      path === DISCOVERY
        ? {
            code: 200,
            body: { resources: [{ name: 'gateways', kind: 'Gateway', namespaced: true }] },
          }
        : answer,
    );
  });

  afterAll(() => {
    stub.stop();
  });

  /** What was written of it, and how that ended. */
  async function carryOut(action: ClusterAction, found: StubAnswer) {
    answer = found;
    stub.requests.length = 0;
    const ended = await actuate(stub.client, action, NOW, {
      tagObjects: () => Promise.resolve([]),
    }).then(
      () => 'done',
      (error: unknown) => String(error),
    );
    const [first, ...writes] = stub.requests.filter(({ path }) => path !== DISCOVERY);
    expect(first).toMatchObject({ method: 'GET', path: PATH });
    return {
      ended,
      writes: writes.map(({ query, contentType, body }) => ({
        query,
        contentType,
        metadata: (body as { readonly metadata: object }).metadata,
      })),
    };
  }

  it('is written in one step when it is pinned, and made ours alone in a second', async () => {
    const other = owning('kubectl-label', 'Update', 'team');
    const { ended, writes } = await carryOut(pin, aGateway(null, { managedFields: [other] }));
    expect(ended).toBe('done');
    const read = { namespace: 'shop', name: 'web', uid: 'u1', resourceVersion: '7' };
    const common = {
      query: { fieldManager: 'istio-revisions-adopt' },
      contentType: 'application/merge-patch+json',
    };
    const left = { ...other, fieldsV1: { 'f:metadata': { 'f:labels': { 'f:team': {} } } } };
    expect(writes).toEqual([
      { ...common, metadata: { ...read, labels: { 'istio.io/rev': '1-30' } } },
      {
        ...common,
        metadata: {
          ...read,
          managedFields: [
            left,
            {
              ...OURS,
              apiVersion: 'gateway.networking.k8s.io/v1',
              time: '1970-01-01T00:00:00Z',
              fieldsType: 'FieldsV1',
            },
          ],
        },
      },
    ]);
  });

  it('that says already what it is pinned to only changes hands', async () => {
    const { writes } = await carryOut({ ...pin, seen: '1-30' }, aGateway('1-30'));
    expect(
      writes.map(({ metadata }) => ['managedFields', 'labels'].filter((key) => key in metadata)),
    ).toEqual([['managedFields']]);
  });

  it('is applied without force when it is moved, with the identity that this was decided on', async () => {
    const { ended, writes } = await carryOut(move, aGateway('1-30'));
    expect(ended).toBe('done');
    expect(writes).toEqual([
      {
        query: { fieldManager: 'istio-revisions', force: 'false' },
        contentType: 'application/apply-patch+yaml',
        metadata: {
          namespace: 'shop',
          name: 'web',
          uid: 'u1',
          labels: { 'istio.io/rev': '1-31' },
        },
      },
    ]);
  });

  it.each([
    ['taken off where there was none', null],
    ['given back as it was', 'prod'],
  ])('is %s in the end', async (_what, original) => {
    const found = aGateway('1-30', { managedFields: [OURS] });
    const { writes } = await carryOut({ ...unpin, target: { ...target, original } }, found);
    expect(writes).toMatchObject([
      { metadata: { resourceVersion: '7', labels: { 'istio.io/rev': original } } },
    ]);
  });

  it('that somebody else has written since is not given back', async () => {
    const found = aGateway('1-30', { managedFields: [OURS, owning('argocd', 'Apply')] });
    expect(await carryOut(unpin, found)).toEqual({ ended: 'done', writes: [] });
  });

  it.each<[string, ClusterAction, StubAnswer, RegExp]>([
    ['pins', pin, aGateway('prod'), /Gateway shop\/web was labelled anew/],
    ['moves', move, aGateway('1-29'), /Gateway shop\/web was labelled anew/],
    ['pins', pin, aGateway(null, { uid: 'u9' }), /Gateway shop\/web was made anew/],
    ['moves', move, aGateway('1-30', { uid: 'u9' }), /Gateway shop\/web was made anew/],
    ['moves', move, { code: 404, message: 'absent' }, /absent/],
  ])('that is not as it was when this was decided: %s nothing', async (_w, action, found, said) => {
    const { ended, writes } = await carryOut(action, found);
    expect(writes).toEqual([]);
    expect(ended).toMatch(said);
  });
});
