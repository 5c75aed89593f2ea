import type { kinds, networking } from '../../../lib/generated/newest';
import { layerObjects } from '../../../lib/layers/layer-objects';
import { layerProblemText } from '../../../lib/layers/layer-problem';
import { layerProblems } from '../../../lib/layers/layer-problems';
import { ownershipProblems } from '../../../lib/layers/ownership-problems';
import type {
  AuthenticationSpec,
  AuthorizationRule,
  AuthorizationSpec,
} from '../../../lib/layers/policy-types';

const metadata = (name: string, namespace = 'shop') => ({ name, namespace });

const sidecar = (hosts: readonly string[], spec: networking.Sidecar = {}): kinds.Sidecar => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: metadata('default'),
  spec: { egress: [{ hosts }], ...spec },
});

const routeTo = (host: string, spec: networking.VirtualService = {}): kinds.VirtualService => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: metadata('cart'),
  spec: { hosts: ['cart'], http: [{ route: [{ destination: { host } }] }], ...spec },
});

const allowing = (
  rule: AuthorizationRule,
  spec: AuthorizationSpec = {},
): kinds.AuthorizationPolicy => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: metadata('allow'),
  spec: { action: 'ALLOW', rules: [rule], ...spec },
});

const taking = (spec: AuthenticationSpec, name = 'default'): kinds.PeerAuthentication => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: metadata(name),
  spec,
});

const calling = (spec: networking.DestinationRule, namespace = 'web'): kinds.DestinationRule => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: metadata('cart', namespace),
  spec: { host: 'cart.shop.svc.cluster.local', ...spec },
});

const deployment = (labels: Readonly<Record<string, string>>, namespace = 'shop') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata('cart', namespace),
  spec: { template: { metadata: { labels } } },
});

const problems = (...objects: readonly unknown[]) =>
  layerProblems(layerObjects(objects)).map(layerProblemText);

describe('the egress scope of a namespace', () => {
  const ledger = 'ledger.pay.svc.cluster.local';

  it('covers every host that a route of the namespace sends to', () => {
    expect(problems(sidecar(['./*', 'istio-system/*']), routeTo(ledger))).toEqual([
      `VirtualService shop/cart: spec.http[0].route[0].destination.host: found "${ledger}", which the egress of ` +
        'Sidecar shop/default leaves out (it has ./*, istio-system/*); add its namespace there',
    ]);
    for (const host of ['pay/*', `pay/${ledger}`, '*/*', 'pay/*.pay.svc.cluster.local']) {
      expect(problems(sidecar(['./*', host]), routeTo(ledger))).toEqual([]);
    }
    expect(
      problems(sidecar(['./*', 'pay/other.pay.svc.cluster.local']), routeTo(ledger)),
    ).toHaveLength(1);
  });

  it('has the services of its own namespace by "." and by its name', () => {
    expect(problems(sidecar(['./*']), routeTo('cart'))).toEqual([]);
    expect(problems(sidecar(['shop/*']), routeTo('cart'))).toEqual([]);
    expect(problems(sidecar(['~/*']), routeTo('cart'))).toHaveLength(1);
  });

  it('covers tcp and tls routes as well', () => {
    const route = [{ destination: { host: ledger } }];
    for (const spec of [{ tcp: [{ route }] }, { tls: [{ route }] }]) {
      expect(problems(sidecar(['./*']), routeTo('cart', { http: [], ...spec }))).toHaveLength(1);
    }
  });

  it('covers the backends of an HTTPRoute for proxies, and of none that is for a Gateway only', () => {
    const httpRoute = (kind: string) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: metadata('cart'),
      spec: {
        parentRefs: [{ kind, name: 'cart' }],
        rules: [
          {
            backendRefs: [
              { name: 'cart', weight: 50 },
              { name: 'ledger', namespace: 'pay', weight: 50 },
            ],
          },
        ],
      },
    });
    expect(problems(sidecar(['./*']), httpRoute('Service'))).toEqual([
      expect.stringContaining(`spec.rules[0].backendRefs[1]: found "${ledger}"`),
    ]);
    expect(problems(sidecar(['./*', 'pay/*']), httpRoute('Service'))).toEqual([]);
    const edge = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: metadata('cart'),
      spec: { listeners: [{}] },
    };
    expect(problems(sidecar(['./*']), httpRoute('Gateway'), edge)).toEqual([]);
  });

  it('is not asked for routes that only gateways follow, of another namespace, or of chosen pods', () => {
    const entrance = routeTo(ledger, { gateways: ['in'], hosts: ['a.example.org'] });
    const gateway: kinds.Gateway = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: metadata('in'),
      spec: { servers: [{ hosts: ['*'] }] },
    };
    expect(problems(sidecar(['./*']), entrance, gateway)).toEqual([]);
    const elsewhere = { ...sidecar(['./*']), metadata: metadata('default', 'web') };
    expect(problems(elsewhere, routeTo(ledger))).toEqual([]);
    const chosen = sidecar(['./*'], { workloadSelector: { labels: { app: 'a' } } });
    expect(problems(chosen, routeTo(ledger))).toEqual([]);
  });

  it('does not guess which namespace has what is outside of the mesh', () => {
    expect(problems(sidecar(['./*']), routeTo('api.example.org'))).toEqual([]);
    expect(problems(sidecar(['./*.svc.cluster.local']), routeTo('api.example.org'))).toHaveLength(
      1,
    );
  });
});

describe('a rule of who may call', () => {
  const fromWeb = { source: { namespaces: ['web'] } };

  it('is one that some request can match', () => {
    expect(
      problems(allowing({ from: [fromWeb], to: [{ operation: { methods: ['GET'] } }] })),
    ).toEqual([]);
  });

  it.each([
    [
      { source: { namespaces: ['web'], notNamespaces: ['web'] } },
      'source.namespaces: found web, all of which',
    ],
    [
      { source: { principals: ['spiffe://cluster.local/ns/web/sa/web'] } },
      'source.principals: found "spiffe:',
    ],
    [{ source: { serviceAccounts: ['a/b/c'] } }, 'source.serviceAccounts: found "a/b/c"'],
  ])('names a caller that there can be: %j', (from, text) => {
    expect(problems(allowing({ from: [from] }))).toEqual([expect.stringContaining(text)]);
  });

  it.each([
    [{ methods: ['get'] }, 'operation.methods: found "get"'],
    [{ paths: ['api/*'] }, 'operation.paths: found "api/*"; every path begins with "/"'],
    [{ ports: ['http'] }, 'operation.ports: found "http"'],
    [{ ports: ['70000'] }, 'operation.ports: found "70000"'],
    [
      { methods: ['GET', 'PUT'], notMethods: ['*'] },
      'operation.methods: found GET, PUT, all of which',
    ],
  ])('names a request that there can be: %j', (operation, text) => {
    expect(problems(allowing({ to: [{ operation }] }))).toEqual([expect.stringContaining(text)]);
  });

  it('takes patterns as Istio has them', () => {
    const operation = {
      methods: ['*'],
      paths: ['/api/*', '*.html', '/a/{*}'],
      ports: ['1', '65535'],
    };
    const source = {
      principals: ['*', 'cluster.local/ns/*'],
      namespaces: ['web', 'pay'],
      notNamespaces: ['pay'],
    };
    expect(problems(allowing({ from: [{ source }], to: [{ operation }] }))).toEqual([]);
  });

  it('does not ask who calls where nobody says', () => {
    const plain = taking({ mtls: { mode: 'DISABLE' } });
    expect(problems(plain, allowing({ from: [fromWeb] }))).toEqual([
      expect.stringContaining('asks who calls, but these pods take no mutual TLS'),
    ]);
    const byAddress = { source: { ipBlocks: ['10.0.0.0/8'] } };
    expect(problems(plain, allowing({ from: [fromWeb, byAddress] }))).toEqual([]);
    expect(problems(plain, allowing({ from: [fromWeb] }, { action: 'DENY' }))).toEqual([]);
    expect(problems(taking({ mtls: { mode: 'STRICT' } }), allowing({ from: [fromWeb] }))).toEqual(
      [],
    );
  });

  it('does not ask who calls on a port without mutual TLS, of the same pods', () => {
    const plainPort = (labels: Readonly<Record<string, string>>) =>
      taking(
        { selector: { matchLabels: labels }, portLevelMtls: { 9090: { mode: 'DISABLE' } } },
        'metrics',
      );
    const toPorts = (...ports: string[]) =>
      allowing(
        { from: [fromWeb], to: [{ operation: { ports } }] },
        { selector: { matchLabels: { app: 'cart' } } },
      );
    expect(problems(plainPort({ app: 'cart' }), toPorts('9090'))).toEqual([
      expect.stringContaining('port 9090 takes no mutual TLS'),
    ]);
    expect(problems(plainPort({ app: 'cart' }), toPorts('9090', '8080'))).toEqual([]);
    expect(problems(plainPort({ app: 'other' }), toPorts('9090'))).toEqual([]);
  });
});

describe('how a service is called', () => {
  const strict = taking({ mtls: { mode: 'STRICT' } });
  const mode = (one: networking.ClientTLSSettingsTLSmode) => ({
    trafficPolicy: { tls: { mode: one } },
  });

  it.each([
    ['STRICT', ['DISABLE', 'SIMPLE'], ['ISTIO_MUTUAL']],
    ['PERMISSIVE', [], ['DISABLE', 'SIMPLE', 'ISTIO_MUTUAL']],
    ['DISABLE', ['ISTIO_MUTUAL'], ['DISABLE', 'SIMPLE']],
  ] as const)('agrees with what its pods take: %s, not %j but %j', (taken, refused, served) => {
    const theirs = taking({ mtls: { mode: taken } });
    const found = [...refused, ...served].filter((one) => problems(theirs, calling(mode(one)))[0]);
    expect(found).toEqual(refused);
  });

  it('is told with both sides, whichever namespace the rule is in', () => {
    expect(problems(strict, calling(mode('DISABLE')))).toEqual([
      'DestinationRule web/cart: spec.trafficPolicy.tls.mode: found DISABLE, but PeerAuthentication shop/default takes STRICT: ' +
        'every request would fail; leave the mode out, or set ISTIO_MUTUAL',
    ]);
  });

  it('agrees for each subset and each port, but where an exception for ports is made', () => {
    const bySubset = { subsets: [{ name: 'v1', labels: { version: 'v1' }, ...mode('DISABLE') }] };
    const byPort = {
      trafficPolicy: { portLevelSettings: [{ tls: { mode: 'DISABLE' as const } }] },
    };
    expect(problems(strict, calling(bySubset))).toHaveLength(1);
    expect(problems(strict, calling(byPort))).toHaveLength(1);
    const exception = taking({ selector: { matchLabels: { app: 'a' } } }, 'metrics');
    expect(problems(strict, exception, calling(byPort))).toEqual([]);
    expect(problems(strict, exception, calling(bySubset))).toHaveLength(1);
  });

  it('is not judged for what is outside of the mesh', () => {
    expect(problems(strict, calling({ host: 'api.example.org', ...mode('SIMPLE') }))).toEqual([]);
  });
});

describe('a policy for chosen pods', () => {
  const chosen = (labels: Readonly<Record<string, string>>) =>
    allowing({ to: [{ operation: { ports: ['80'] } }] }, { selector: { matchLabels: labels } });

  it('is about pods that there are, as far as the workloads are known', () => {
    expect(problems(chosen({ app: 'cart' }), deployment({ app: 'cart', version: 'v1' }))).toEqual(
      [],
    );
    expect(problems(chosen({ app: 'card' }), deployment({ app: 'cart' }))).toEqual([
      'AuthorizationPolicy shop/allow: spec.selector.matchLabels: found app=card, which the pods of none of Deployment shop/cart ' +
        'have: it would be about nobody',
    ]);
    expect(problems(chosen({ app: 'card' }), deployment({ app: 'cart' }, 'web'))).toEqual([]);
  });

  it('is judged as a Sidecar and a PeerAuthentication, too', () => {
    const labels = { app: 'card' };
    const known = deployment({ app: 'cart' });
    expect(problems(sidecar(['./*'], { workloadSelector: { labels } }), known)).toHaveLength(1);
    expect(problems(taking({ selector: { matchLabels: labels } }), known)).toHaveLength(1);
  });
});

describe('the tree of a team', () => {
  const reaching = (...objects: readonly unknown[]) =>
    ownershipProblems(layerObjects(objects), ['shop']).map(layerProblemText);

  it('has what is in its namespaces, and these', () => {
    const own = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
    expect(reaching(own, sidecar(['./*']), routeTo('cart'))).toEqual([]);
  });

  it('has nothing in a namespace of another, and no namespace of another', () => {
    expect(reaching(calling({}, 'web'))).toEqual([
      `DestinationRule web/cart: metadata.namespace: found "web", which is not the team's; its namespaces are shop`,
    ]);
    const other = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } };
    expect(reaching(other)).toEqual([
      expect.stringContaining('Namespace web: metadata.name: found "web"'),
    ]);
  });

  it('has nothing of the whole cluster, and nothing whose namespace is left to a tool', () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'all' },
    };
    expect(reaching(role)).toEqual([
      expect.stringContaining('ClusterRole all: metadata.namespace: is missing'),
    ]);
  });

  it('leads the requests of others to their services nowhere', () => {
    const hosts = ['ledger.pay.svc.cluster.local'];
    expect(reaching(routeTo('cart', { hosts }))).toEqual([
      expect.stringContaining('a service of namespace pay: everybody'),
    ]);
    expect(reaching(routeTo('cart', { hosts, exportTo: ['.'] }))).toEqual([]);
    expect(reaching(routeTo('cart', { hosts, exportTo: ['web'] }))).toHaveLength(1);
    expect(reaching(routeTo('cart', { hosts, gateways: ['in'] }))).toEqual([]);
    const entry: kinds.ServiceEntry = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: metadata('ledger'),
      spec: { hosts },
    };
    expect(reaching(entry)).toHaveLength(1);
  });
});
