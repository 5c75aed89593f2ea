import { Chart, Testing } from 'cdk8s';
import { AppTraffic, type AppTrafficProps } from '../../../constructs';
import type { kinds } from '../../../lib/generated/newest';
import { InvalidInputError } from '../../../lib/operator/issue';

const CART: AppTrafficProps = { namespace: 'shop', service: 'cart' };
const GATEWAY = { namespace: 'gateways', name: 'ingress', hosts: ['*.example.org'] };
const CANARY = [
  { name: 'v1', weight: 95 },
  { name: 'v2', weight: 5 },
];

function render(props: Partial<AppTrafficProps>) {
  const chart = new Chart(Testing.app(), 'app');
  new AppTraffic(chart, 'cart', { ...CART, ...props });
  const objects = chart.toJson() as (kinds.VirtualService | kinds.DestinationRule)[];
  const of = <T extends { kind: string }>(kind: string) =>
    objects.find((object) => object.kind === kind) as T | undefined;
  return {
    route: of<kinds.VirtualService>('VirtualService')?.spec,
    rule: of<kinds.DestinationRule>('DestinationRule')?.spec,
    metadata: objects.map(({ metadata }) => metadata),
  };
}

/** What is said of it, one line each: path in the tree, object, path in that, message. */
function refusals(props: Partial<AppTrafficProps>): string[] {
  try {
    render(props);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('the traffic of an application', () => {
  it('is a route to the service, which needs no rule, in its own namespace and of no revision', () => {
    const { route, rule, metadata } = render({ port: 8080, timeout: '3s' });
    const destination = { host: 'cart.shop.svc.cluster.local', port: { number: 8080 } };
    expect(route).toEqual({
      hosts: ['cart.shop.svc.cluster.local'],
      http: [{ route: [{ destination }], timeout: '3s' }],
    });
    expect(rule).toBeUndefined();
    expect(metadata).toEqual([{ name: 'cart', namespace: 'shop' }]);
  });

  it('gives each version its share, and each share has its pods', () => {
    const { route, rule } = render({ versions: CANARY });
    const shares = route?.http?.[0]?.route?.map(({ destination, weight }) => [
      destination?.subset,
      weight,
    ]);
    expect(shares).toEqual([
      ['v1', 95],
      ['v2', 5],
    ]);
    expect(rule?.subsets).toEqual([
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ]);
  });

  it('lets users in by a gateway of the platform, and pods of the mesh as before', () => {
    const { route } = render({ entry: { gateway: GATEWAY, hosts: ['shop.example.org'] } });
    expect(route?.gateways).toEqual(['mesh', 'gateways/ingress']);
    expect(route?.hosts).toEqual(['cart.shop.svc.cluster.local', 'shop.example.org']);
  });

  it('takes a pod that fails out of the service for a while', () => {
    const outlierDetection = { consecutive5xxErrors: 5, baseEjectionTime: '30s' };
    expect(render({ outlierDetection }).rule).toEqual({
      host: 'cart.shop.svc.cluster.local',
      trafficPolicy: { outlierDetection },
    });
  });
});

describe('the traffic of an application is refused', () => {
  it('where the last try would never be made', () => {
    const retries = { attempts: 2, perTryTimeout: '1s' };
    expect(refusals({ timeout: '2500ms', retries })).toEqual([
      expect.stringMatching(
        /^app\/cart: VirtualService shop\/cart: spec\.http\[0\]\.timeout: found 2500ms, but 3 tries of 1s take 3s: /,
      ),
    ]);
    expect(refusals({ timeout: '3s', retries })).toEqual([]);
    expect(refusals({ timeout: '2.5s', retries: { perTryTimeout: '1s' } })).toHaveLength(1);
    expect(refusals({ retries })).toEqual([]);
  });

  it('where its shares are none of 100', () => {
    const versions = [
      { name: 'v1', weight: 95 },
      { name: 'v2', weight: 10 },
    ];
    expect(refusals({ versions })).toEqual([
      expect.stringContaining('spec.http[0].route: found weights 95 + 10 = 105; '),
    ]);
  });

  it('where a gateway does not serve a host', () => {
    const hosts = ['shop.example.org', 'shop.example.com', 'example.org'];
    expect(refusals({ entry: { gateway: GATEWAY, hosts } })).toEqual([
      expect.stringMatching(
        /spec\.hosts\[2\]: found "shop\.example\.com", which .* serves \*\.example\.org$/,
      ),
      expect.stringMatching(/spec\.hosts\[3\]: found "example\.org", /),
    ]);
  });

  it('where two versions have one name, or one has no labels of its own, all at once', () => {
    const versions = [
      { name: 'v1', weight: 50 },
      { name: 'v1', weight: 50, labels: {} },
    ];
    expect(refusals({ versions, timeout: '3' })).toEqual([
      expect.stringContaining('spec.http[0].timeout: found "3"; a duration is like 1.5s'),
      expect.stringContaining(
        'DestinationRule shop/cart: spec.subsets[1].name: found "v1" a second time',
      ),
      expect.stringContaining('spec.subsets[1].labels: found none'),
    ]);
  });
});

describe('the traffic of an application by the Gateway API', () => {
  const api = 'gateway.networking.k8s.io' as const;
  const routeOf = (props: Partial<AppTrafficProps>) => {
    const chart = new Chart(Testing.app(), 'app');
    new AppTraffic(chart, 'cart', { ...CART, api, port: 8080, ...props });
    return chart.toJson() as unknown[];
  };
  const refusedWith = (props: Partial<AppTrafficProps>) => refusals({ api, port: 8080, ...props });

  it('is one route: for proxies by the Service, for users by the Gateway', () => {
    const entry = { gateway: GATEWAY, hosts: ['shop.example.org'] };
    const retries = { attempts: 2, perTryTimeout: '1s', backoff: '100ms', retryOn: '502,503' };
    expect(routeOf({ versions: CANARY, entry, timeout: '3s', retries })).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'cart', namespace: 'shop' },
        spec: {
          parentRefs: [
            { group: '', kind: 'Service', name: 'cart', port: 8080 },
            {
              group: 'gateway.networking.k8s.io',
              kind: 'Gateway',
              namespace: 'gateways',
              name: 'ingress',
            },
          ],
          hostnames: ['shop.example.org'],
          rules: [
            {
              backendRefs: [
                { name: 'cart-v1', port: 8080, weight: 95 },
                { name: 'cart-v2', port: 8080, weight: 5 },
              ],
              timeouts: { request: '3s', backendRequest: '1s' },
              retry: { attempts: 2, backoff: '100ms', codes: [502, 503] },
            },
          ],
        },
      },
    ]);
  });

  it('leads to the service itself where it has no versions, and to Services that are called otherwise', () => {
    expect(routeOf({})).toMatchObject([
      { spec: { rules: [{ backendRefs: [{ name: 'cart', port: 8080 }] }] } },
    ]);
    const versions = [{ name: 'v1', service: 'cart-old', weight: 100 }];
    expect(routeOf({ versions })).toMatchObject([
      { spec: { rules: [{ backendRefs: [{ name: 'cart-old' }] }] } },
    ]);
  });

  it.each([
    [
      { outlierDetection: { consecutive5xxErrors: 5 } },
      'outlierDetection: found, which an HTTPRoute cannot say',
    ],
    [{ retries: { retryOn: '5xx' } }, 'retries.retryOn: found "5xx"'],
    [{ retries: { retryRemoteLocalities: true } }, 'retries.retryRemoteLocalities: found'],
    [{ versions: [{ name: 'v1', labels: { a: 'b' }, weight: 100 }] }, 'versions[0].labels: found'],
    [{ timeout: '1.5s' }, 'spec.rules[0].timeouts.request: found "1.5s"'],
    [{ timeout: '2s', retries: { attempts: 2, perTryTimeout: '1s' } }, 'but 3 tries of 1s take 3s'],
    [
      {
        versions: [
          { name: 'v1', weight: 50 },
          { name: 'v2', weight: 5 },
        ],
      },
      'found weights 50 + 5 = 55',
    ],
    [
      { entry: { gateway: GATEWAY, hosts: ['shop.example.com'] } },
      'spec.hostnames[0]: found "shop.example.com"',
    ],
  ] as [Partial<AppTrafficProps>, string][])(
    'is refused with what it cannot say, or does not do: %j',
    (props, text) => {
      expect(refusedWith(props)).toEqual([expect.stringContaining(text)]);
    },
  );

  it('is refused without a port, which Istio’s own route finds by itself', () => {
    expect(refusals({ api })).toEqual([expect.stringContaining('port: is missing')]);
  });
});
