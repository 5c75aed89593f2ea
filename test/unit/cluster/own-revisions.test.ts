import type { V1Deployment } from '@kubernetes/client-node';
import { readForeignOperators } from '../../../lib/cluster/foreign-operators';
import { readOwnRevisions } from '../../../lib/cluster/read-own-revisions';
import { StubApiServer, type StubAnswer } from '../../support/stub-api-server';

let server: StubApiServer;

afterEach(() => {
  server.stop();
});

const deployment = (name: string, changes: object = {}, spec: object = {}): object => ({
  metadata: { name, namespace: 'mesh', ...changes },
  spec: { selector: {}, template: {}, ...spec },
});

const istiod = (name: string, manager: string, labels: Record<string, string>) =>
  deployment(name, { labels, managedFields: [{ manager: 'kubectl' }, { manager }] });

/** A cluster with these Deployments, and with Sail objects or without that kind. */
async function cluster(deployments: readonly object[], sails?: readonly string[]) {
  const resource = (name: string, kind: string): StubAnswer => ({
    code: 200,
    body: { kind: 'APIResourceList', resources: [{ name, kind, namespaced: true }] },
  });
  const list = (kind: string, items: readonly object[]): StubAnswer => ({
    code: 200,
    body: { apiVersion: 'apps/v1', kind: `${kind}List`, metadata: {}, items },
  });
  server = await StubApiServer.start(({ path }) => {
    if (path === '/apis/apps/v1') return resource('deployments', 'Deployment');
    if (path.endsWith('/deployments')) return list('Deployment', deployments);
    if (sails === undefined) return { code: 404, message: 'not found' };
    if (path === '/apis/sailoperator.io/v1') return resource('istios', 'Istio');
    return {
      code: 200,
      body: {
        apiVersion: 'sailoperator.io/v1',
        kind: 'IstioList',
        metadata: {},
        items: sails.map((name) => ({ metadata: { name } })),
      },
    };
  });
  return server.client;
}

describe('the revisions that are ours', () => {
  it('are those whose istiod this program wrote, itself or through the provider’s own names', async () => {
    const client = await cluster([
      istiod('a', 'istio-revisions-deploy', { 'istio.io/rev': '1-31' }),
      istiod('b', 'pulumi-kubernetes', { 'istio.io/rev': '1-30' }),
      istiod('c', 'pulumi-kubernetes-1a2b3c4d', { 'istio.io/rev': '1-29' }),
      istiod('d', 'helm', { 'istio.io/rev': 'by-helm' }),
      istiod('e', 'istio-revisions-restart', { 'istio.io/rev': 'restarted' }),
      istiod('f', 'istio-revisions-deploy', {}),
      deployment('g'),
    ] satisfies readonly Partial<V1Deployment>[]);
    expect(await readOwnRevisions(client)).toEqual(['1-31', '1-30', '1-29', 'default']);
    expect(server.requests.at(-1)?.query).toMatchObject({ labelSelector: 'app=istiod' });
  });
});

describe('programs that reconcile Istio by themselves', () => {
  it('are Istio’s former operator, unless it is scaled to nothing, and what Sail is told to install', async () => {
    const client = await cluster(
      [
        deployment('istio-operator'),
        deployment('istio-operator-1-22', {}, { replicas: 2 }),
        deployment('istio-operator-1-21', {}, { replicas: 0 }),
        deployment('istio-operators-dashboard'),
        deployment('my-istio-operator'),
      ],
      ['default'],
    );
    expect(await readForeignOperators(client)).toEqual([
      'Deployment mesh/istio-operator reconciles IstioOperator objects; scale it to 0 or remove it first',
      'Deployment mesh/istio-operator-1-22 reconciles IstioOperator objects; scale it to 0 or remove it first',
      'the Sail operator reconciles Istio default; remove that object first, keeping what it made',
    ]);
  });

  it('are none where neither is there, nor the kind of Sail', async () => {
    expect(await readForeignOperators(await cluster([deployment('web')]))).toEqual([]);
    server.stop();
    expect(await readForeignOperators(await cluster([], []))).toEqual([]);
  });

  it('are not known where they cannot be read, and that is no empty list', async () => {
    server = await StubApiServer.start(() => ({ code: 403, message: 'forbidden' }));
    await expect(readForeignOperators(server.client)).rejects.toThrow();
  });
});
