import { readFoundMember } from '../../../../lib/cluster/remote/read-found-member';
import { remoteKubeconfig } from '../../../../lib/rollout/fleet/remote/remote-kubeconfig';
import { StubApiServer, type StubAnswer } from '../../../support/stub-api-server';

const GENERATION = 'istio-revisions.dev/generation';
const PEM = `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUFYTLVlBb6f2bCFXo2ZbY2U0wVTIwCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----`;

let server: StubApiServer;
afterEach(() => {
  server.stop();
});

const KINDS: Readonly<Record<string, readonly [string, string, boolean][]>> = {
  '/api/v1': [
    ['namespaces', 'Namespace', false],
    ['secrets', 'Secret', true],
    ['configmaps', 'ConfigMap', true],
    ['services', 'Service', true],
  ],
  '/apis/apps/v1': [['deployments', 'Deployment', true]],
};

type Objects = Readonly<Record<string, readonly object[]>>;

/** A cluster in which these objects are, by the path of their list. */
async function clusterOf(objects: Objects) {
  server = await StubApiServer.start(({ path }): StubAnswer => {
    if (path === '/version') return { code: 200, body: { major: '1' } };
    const kinds = KINDS[path];
    if (kinds !== undefined) {
      const resources = kinds.map(([name, kind, namespaced]) => ({ name, kind, namespaced }));
      return { code: 200, body: { kind: 'APIResourceList', resources } };
    }
    const items = objects[path.replace(/^.*\/v1\//, '')] ?? [];
    return { code: 200, body: { apiVersion: 'v1', kind: 'List', metadata: {}, items } };
  });
  return server.client;
}

const named = (name: string, more: object = {}, namespace = 'mesh') => ({
  metadata: { name, namespace, ...more },
});

const deployment = (name: string, labels: object) => ({
  ...named(name, {}, 'edge'),
  spec: { selector: {}, template: { metadata: { labels } } },
});

const read = async (objects: Objects, now: () => number = Date.now) =>
  readFoundMember(
    await clusterOf(objects),
    { meshNamespace: 'mesh', gateways: [{ namespace: 'edge', name: 'eastwest' }] },
    now,
  );

describe('what is read of a member of the mesh', () => {
  it('is who it is, its network and the namespaces of the mesh', async () => {
    const namespaces = [
      named('kube-system', { uid: 'uid-1' }),
      named('mesh', { labels: { 'topology.istio.io/network': 'net-1' } }),
      named('edge'),
      named('shop', { labels: { 'istio.io/rev': '1-31' } }),
      named('old', { labels: { 'istio-injection': 'enabled' } }),
      named('out', { labels: { 'istio-injection': 'disabled' } }),
    ];
    const found = await read({ namespaces });
    expect(found).toMatchObject({ uid: 'uid-1', networkLabel: 'net-1', roots: [] });
    expect(found.namespaces.map(({ name }) => name)).toEqual(['mesh', 'edge', 'shop', 'old']);
  });

  it('is the difference of its clock, to the second', async () => {
    const ahead = (await read({}, () => Date.now() - 60_000)).clockAhead;
    expect(Math.abs(ahead - 60_000)).toBeLessThan(5000);
    server.stop();
    const behind = (await read({}, () => Date.now() + 60_000)).clockAhead;
    expect(Math.abs(behind + 60_000)).toBeLessThan(5000);
  });

  it('is where its remote secrets lead, and nothing of what is secret in them', async () => {
    const config = remoteKubeconfig('us', { server: 'https://us' }, 'TOP.SECRET.TOKEN');
    const data = { us: Buffer.from(config).toString('base64'), bad: '' };
    const annotations = { 'networking.istio.io/cluster': 'us' };
    const secrets = [{ ...named('remote', { annotations }), data }];
    const found = await read({ 'namespaces/mesh/secrets': secrets });
    expect(found.secrets).toEqual([
      { secret: 'mesh/remote', cluster: 'us', annotated: 'us', server: 'https://us' },
      { secret: 'mesh/remote', cluster: 'bad', annotated: 'us', server: null },
    ]);
    expect(JSON.stringify(found)).not.toContain('SECRET');
    const listed = server.requests.find(({ path }) => path.endsWith('/secrets'));
    expect(listed?.query['labelSelector']).toBe('istio/multiCluster=true');
  });

  it('is what each MeshConfig says of discovery', async () => {
    const address = 'discoveryAddress: istiod-1-31.mesh.svc:15012';
    const selected = 'discoverySelectors:\n- matchLabels:\n    team: shop\n';
    const configMaps = [
      { ...named('istio-1-31'), data: { mesh: `defaultConfig:\n  ${address}\n${selected}` } },
      { ...named('istio'), data: { mesh: '' } },
      { ...named('istio-sidecar-injector-1-31'), data: { config: '' } },
      { ...named('other'), data: { mesh: 'no: mesh' } },
    ];
    expect((await read({ 'namespaces/mesh/configmaps': configMaps })).meshConfigs).toEqual([
      {
        revision: '1-31',
        discoveryAddress: 'istiod-1-31.mesh.svc:15012',
        discoverySelectors: [{ matchLabels: { team: 'shop' } }],
      },
      { revision: 'default', discoveryAddress: null, discoverySelectors: [] },
    ]);
  });

  it('is the address of each gateway with its generations, in place or beside each other', async () => {
    const labels = { app: 'eastwest' };
    const service = { ...named('eastwest', {}, 'edge'), spec: { selector: labels } };
    const deployments = [
      deployment('eastwest-1-30', { ...labels, [GENERATION]: '1-30' }),
      deployment('eastwest-1-31', { ...labels, [GENERATION]: '1-31' }),
      deployment('eastwest', labels),
      deployment('eastwest-lookalike', labels),
      deployment('other-1-31', { ...labels, [GENERATION]: '1-31' }),
    ];
    const found = await read({
      'namespaces/edge/services': [service, named('other', {}, 'edge')],
      'namespaces/edge/deployments': deployments,
      'namespaces/mesh/services': [named('istiod-1-31')],
    });
    expect(found.services).toEqual(['mesh/istiod-1-31']);
    expect(found.gateways).toHaveLength(1);
    expect(found.gateways[0]).toMatchObject({ gateway: 'edge/eastwest', selector: labels });
    expect(found.gateways[0]!.workloads.map(({ name }) => name)).toEqual([
      'eastwest-1-30',
      'eastwest-1-31',
      'eastwest',
    ]);
  });

  it('is refused where a root of trust is no certificate, which nobody may take for none', async () => {
    const root = { ...named('istio-ca-root-cert'), data: { 'root-cert.pem': PEM } };
    await expect(read({ 'namespaces/mesh/configmaps': [root] })).rejects.toThrow();
  });
});
