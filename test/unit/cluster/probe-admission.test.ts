import { probeAdmission } from '../../../lib/cluster/probe-admission';
import { StubApiServer, type StubAnswer, type StubRequest } from '../../support/stub-api-server';

const TO = '1-31';

/** An API server whose namespace of the mesh has these labels, and which injects in any other. */
function answer(meshLabels: Record<string, string>) {
  return ({ method, path, body }: StubRequest): StubAnswer => {
    const namespace = path.split('/')[4] ?? '';
    if (method === 'GET' && path.startsWith('/api/v1/namespaces/')) {
      const labels = namespace === 'istio-system' ? meshLabels : {};
      return { code: 200, body: { kind: 'Namespace', metadata: { name: namespace, labels } } };
    }
    if (method === 'GET') return { code: 200, body: resourcesOf(path) };
    if (path.endsWith('destinationrules')) {
      const message =
        'admission webhook "rev.validation.istio.io" denied the request: host is required';
      return { code: 400, message };
    }
    const pod = body as { metadata: object; spec: { containers: object[] } };
    const isInjected = namespace !== 'istio-system' || Object.keys(meshLabels).length === 0;
    if (!isInjected) return { code: 201, body: pod };
    const metadata = { ...pod.metadata, annotations: { 'istio.io/rev': TO } };
    const containers = [...pod.spec.containers, { name: 'istio-proxy' }];
    return { code: 201, body: { ...pod, metadata, spec: { ...pod.spec, containers } } };
  };
}

function resourcesOf(path: string) {
  const isCore = path === '/api/v1';
  const resource = isCore
    ? { name: 'pods', kind: 'Pod', namespaced: true, verbs: [] }
    : { name: 'destinationrules', kind: 'DestinationRule', namespaced: true, verbs: [] };
  const groupVersion = isCore ? 'v1' : 'networking.istio.io/v1';
  return { kind: 'APIResourceList', groupVersion, resources: [resource] };
}

describe('probeAdmission', () => {
  it.each([
    [{}, 'istio-system'],
    [{ 'istio-injection': 'disabled' }, 'default'],
  ])('tries it as a dry run; where labels %j decide, in another namespace', async (...row) => {
    const [labels, namespace] = row;
    const stub = await StubApiServer.start(answer(labels));
    try {
      expect(await probeAdmission(stub.client, TO, 'istio-system')).toMatchObject({
        namespace,
        injection: { outcome: 'injected', revision: TO },
        validation: { outcome: 'denied', webhook: 'rev.validation.istio.io' },
      });
      const writes = stub.requests.filter(({ method }) => method !== 'GET');
      expect(writes.every(({ query }) => query['dryRun'] === 'All')).toBe(true);
    } finally {
      stub.stop();
    }
  });
});
