import type { V1Container, V1Pod } from '@kubernetes/client-node';
import { clusterOf, imageTag, hasProxy, proxyIdentity } from '../../../lab/agent/proxy-identity';

const DISCOVERY = 'istiod-1-31.istio-system.svc:15012';
const proxy = (over: Partial<V1Container> = {}): V1Container => ({
  name: 'istio-proxy',
  image: 'registry.istio.io/release/proxyv2:1.31.0',
  args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local'],
  env: [
    { name: 'PROXY_CONFIG', value: `{"discoveryAddress":"${DISCOVERY}"}\n` },
    { name: 'CA_ADDR', value: 'ca.istio-system.svc:15012' },
  ],
  ...over,
});
const injected = (spec: Partial<NonNullable<V1Pod['spec']>>, podIP: string | null = '10.1.2.3') =>
  ({
    metadata: {
      name: 'orders-1',
      namespace: 'orders',
      labels: { app: 'orders' },
      annotations: { 'sidecar.istio.io/status': '{}', 'istio.io/rev': '1-31' },
    },
    spec: { containers: [], serviceAccountName: 'orders', ...spec },
    status: podIP === null ? {} : { podIP },
  }) satisfies V1Pod;

describe('a simulated proxy', () => {
  it('has the node that Envoy would have', () => {
    const identity = proxyIdentity(injected({ containers: [{ name: 'app' }, proxy()] }));
    expect(identity?.node).toEqual({
      id: 'sidecar~10.1.2.3~orders-1.orders~orders.svc.cluster.local',
      metadata: expect.objectContaining({
        NAMESPACE: 'orders',
        NAME: 'orders-1',
        CLUSTER_ID: 'Kubernetes',
        SERVICE_ACCOUNT: 'orders',
        ISTIO_VERSION: '1.31.0',
        LABELS: { app: 'orders' },
        PROXY_CONFIG: {},
      }) as unknown,
    });
    expect(identity?.discoveryAddress).toBe(DISCOVERY);
  });

  it('is in the cluster, the mesh and the network that it was injected with', () => {
    const place = {
      CLUSTER_ID: 'cluster-2',
      MESH_ID: 'shop',
      NETWORK: 'network-2',
      REQUESTED_NETWORK_VIEW: 'network-2',
    };
    const env = Object.entries(place).map(([name, value]) => ({
      name: `ISTIO_META_${name}`,
      value,
    }));
    const pod = injected({ containers: [proxy({ env: [...(proxy().env ?? []), ...env] })] });
    const identity = proxyIdentity(pod);
    expect([identity?.node.metadata, identity?.cluster, clusterOf(pod)]).toEqual([
      expect.objectContaining(place),
      'cluster-2',
      'cluster-2',
    ]);
    const alone = proxyIdentity(injected({ containers: [proxy()] }));
    expect([alone?.cluster, Object.keys(alone?.node.metadata ?? {})]).toEqual([
      'Kubernetes',
      expect.not.arrayContaining(['NETWORK', 'REQUESTED_NETWORK_VIEW']),
    ]);
  });

  it('is a router when its pod is a gateway', () => {
    const gateway = proxy({ args: ['proxy', 'router', '--domain', 'x'] });
    expect(proxyIdentity(injected({ containers: [gateway] }))?.node.id).toMatch(/^router~/);
  });

  it('is found among init containers, where native sidecars are', () => {
    const pod = injected({ containers: [{ name: 'app' }], initContainers: [proxy()] });
    expect(proxyIdentity(pod)?.discoveryAddress).toBe(DISCOVERY);
  });

  it.each(['{}', 'not json', undefined])(
    'asks the address of its CA when its configuration %j names no istiod',
    (value) => {
      const env = [
        { name: 'CA_ADDR', value: 'ca.istio-system.svc:15012' },
        ...(value === undefined ? [] : [{ name: 'PROXY_CONFIG', value }]),
      ];
      expect(proxyIdentity(injected({ containers: [proxy({ env })] }))?.discoveryAddress).toBe(
        'ca.istio-system.svc:15012',
      );
    },
  );

  it('does not exist before its pod has an address, without a proxy, or without an istiod', () => {
    expect(proxyIdentity(injected({ containers: [proxy()] }, null))).toBeNull();
    expect(proxyIdentity(injected({ containers: [{ name: 'app' }] }))).toBeNull();
    expect(proxyIdentity(injected({ containers: [proxy({ env: [] })] }))).toBeNull();
  });

  it('belongs to injected pods only', () => {
    expect(hasProxy(injected({}))).toBe(true);
    expect(hasProxy({ metadata: { annotations: { 'istio.io/rev': '1-31' } } })).toBe(false);
    const made = { 'gateway.istio.io/managed': 'istio.io-gateway-controller' };
    expect(hasProxy({ metadata: { labels: made } })).toBe(true);
  });

  it.each([
    ['registry.istio.io/release/proxyv2:1.31.0-distroless', '1.31.0'],
    ['localhost:5000/proxyv2:1.30.3', '1.30.3'],
    ['localhost:5000/proxyv2', ''],
    ['proxyv2:latest', ''],
  ])('has the version of image %s: "%s"', (image, version) => {
    expect(imageTag(image)).toBe(version);
  });
});
