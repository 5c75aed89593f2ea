import { Chart, Testing } from 'cdk8s';
import { TeamNamespace, type TeamNamespaceProps } from '../../../constructs';
import { mapTree } from '../../../lib/deploy/map-tree';
import { InvalidInputError } from '../../../lib/operator/issue';

const SHOP: TeamNamespaceProps = { name: 'shop', injection: { tag: 'stable' } };

interface TeamObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: object;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

function chartOf(props: Partial<TeamNamespaceProps> = {}): Chart {
  const chart = new Chart(Testing.app(), 'team', { disableResourceNameHashes: true });
  new TeamNamespace(chart, 'shop', { ...SHOP, ...props });
  return chart;
}

const objects = (props: Partial<TeamNamespaceProps> = {}) =>
  chartOf(props).toJson() as TeamObject[];

const names = (props: Partial<TeamNamespaceProps> = {}) =>
  objects(props).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

const specOf = (kind: string, name: string, props: Partial<TeamNamespaceProps> = {}) =>
  objects(props).find((one) => one.kind === kind && one.metadata.name === name)?.spec;

/** What is said of it, one line each. */
function refusals(props: Partial<TeamNamespaceProps>): string[] {
  try {
    chartOf(props);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

const FULL: Partial<TeamNamespaceProps> = {
  labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
  egress: ['pay', 'web/cart.web.svc.cluster.local'],
  mtls: { exceptions: [{ name: 'metrics', to: { app: 'cart' }, ports: { 9090: 'PERMISSIVE' } }] },
  allow: [
    {
      name: 'users',
      to: { app: 'cart' },
      from: [
        { gateway: { namespace: 'gateways', name: 'ingress' } },
        { serviceAccount: { namespace: 'web', name: 'web' } },
        { namespace: 'pay' },
      ],
      methods: ['GET'],
      paths: ['/cart/*'],
      ports: [8080],
    },
  ],
  telemetry: {
    accessLog: { provider: 'envoy', filter: 'response.code >= 400' },
    tracing: { provider: 'otel', samplingPercent: 5 },
  },
  quota: {
    hard: { pods: '10' },
    container: { requests: { cpu: '10m' }, limits: { memory: '1Gi' } },
  },
  editors: ['shop-developers'],
};

describe('the namespace of a team', () => {
  it('is closed until something is opened', () => {
    expect(names()).toEqual([
      'Namespace shop',
      'Sidecar default',
      'PeerAuthentication default',
      'AuthorizationPolicy allow-nothing',
    ]);
    expect(specOf('Sidecar', 'default')).toEqual({
      egress: [{ hosts: ['./*', 'istio-system/*'] }],
    });
    expect(specOf('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
    // Istio takes a policy without rules for one that lets in nobody, and without a selector for the whole namespace.
    expect(specOf('AuthorizationPolicy', 'allow-nothing')).toEqual({});
  });

  it('carries the tag of the team, and is in no tree of the team where the platform labels it', () => {
    const [namespace] = objects({ labels: { team: 'a' } });
    expect(namespace?.metadata).toEqual({
      name: 'shop',
      labels: { team: 'a', 'istio.io/rev': 'stable' },
    });
    expect(names({ injection: 'platform' })).not.toContain('Namespace shop');
    expect(JSON.stringify(objects({ injection: 'platform' }))).not.toContain('istio.io/rev');
  });

  it('outlives the stack that made it, and says nothing of its owner, whom the notes of a rollout would contradict', () => {
    const [namespace, ...others] = mapTree(chartOf(), 'team');
    expect(namespace?.body.kind).toBe('Namespace');
    expect([namespace?.protect, namespace?.retainOnDelete]).toEqual([true, true]);
    expect(namespace?.body.metadata.annotations).toEqual({});
    for (const { protect, body } of others) {
      expect(protect).toBe(false);
      expect(body.metadata.annotations).toEqual({ 'pulumi.com/patchFieldManager': 'team' });
    }
  });

  it('has everything that is asked for, and each object is one of its kind', () => {
    expect(names(FULL)).toEqual([
      'Namespace shop',
      'Sidecar default',
      'PeerAuthentication default',
      'PeerAuthentication metrics',
      'AuthorizationPolicy allow-nothing',
      'AuthorizationPolicy allow-users',
      'Telemetry default',
      'ResourceQuota team',
      'LimitRange team',
      'Role istio-app-editor',
      'RoleBinding istio-app-editor',
    ]);
    expect(
      objects(FULL)
        .filter(({ kind }) => kind !== 'Namespace')
        .map(({ metadata }) => metadata.namespace),
    ).toEqual(Array(10).fill('shop'));
  });

  it('lets in who is named, by names that no upgrade changes', () => {
    expect(specOf('AuthorizationPolicy', 'allow-users', FULL)).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { app: 'cart' } },
      rules: [
        {
          from: [
            { source: { serviceAccounts: ['gateways/ingress'] } },
            { source: { serviceAccounts: ['web/web'] } },
            { source: { namespaces: ['pay'] } },
          ],
          to: [{ operation: { methods: ['GET'], paths: ['/cart/*'], ports: ['8080'] } }],
        },
      ],
    });
  });

  it('takes other connections on ports of chosen pods only, as Istio does', () => {
    expect(specOf('PeerAuthentication', 'metrics', FULL)).toEqual({
      selector: { matchLabels: { app: 'cart' } },
      portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
    });
  });

  it('knows whole namespaces and single hosts of others', () => {
    const hosts = ['./*', 'mesh/*', 'pay/*', 'web/cart.web.svc.cluster.local'];
    expect(specOf('Sidecar', 'default', { ...FULL, controlPlane: 'mesh' })).toEqual({
      egress: [{ hosts }],
    });
  });

  it('reports by the providers that it names, or not at all', () => {
    expect(specOf('Telemetry', 'default', FULL)).toEqual({
      accessLogging: [
        { providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 400' } },
      ],
      tracing: [{ providers: [{ name: 'otel' }], randomSamplingPercentage: 5 }],
    });
    expect(specOf('Telemetry', 'default', { telemetry: { accessLog: false } })).toEqual({
      accessLogging: [{ disabled: true }],
    });
  });

  it('gives its editors what an application has, and lets them read the rest', () => {
    const [role] = objects(FULL).filter(({ kind }) => kind === 'Role') as unknown as {
      rules: { resources: string[]; verbs: string[] }[];
    }[];
    const writable = role!.rules.filter(({ verbs }) => verbs.includes('patch'));
    expect(writable.flatMap(({ resources }) => resources)).toEqual([
      'virtualservices',
      'destinationrules',
      'httproutes',
    ]);
    expect(role!.rules.flatMap(({ verbs }) => verbs)).not.toContain('*');
  });
});

describe('the namespace of a team is refused', () => {
  const at = 'team/shop: TeamNamespace shop: ';

  it.each(['1-31', '1-31-2', 'v1-30'])(
    'with a label that a rollout would have to take from it: %s',
    (tag) => {
      expect(refusals({ injection: { tag } })).toEqual([
        `${at}injection.tag: found "${tag}", which is a revision: a rollout would have to take the label from this stack; ` +
          'name a tag, or leave it to the "platform"',
      ]);
    },
  );

  it('with a revision of the mesh, whatever it is called', () => {
    expect(refusals({ injection: { tag: 'stable' }, revisions: ['stable'] })).toHaveLength(1);
    expect(refusals({ injection: { tag: 'stable' }, revisions: ['canary'] })).toEqual([]);
  });

  it.each([
    [{ injection: { tag: 'Prod' } }, 'injection.tag: found "Prod"'],
    [{ injection: { tag: 'x'.repeat(44) } }, 'must be at most 43'],
    [{ injection: 'nobody' as 'platform' }, 'injection: found "nobody", must be "platform" or'],
    [{ labels: { 'istio.io/rev': '1-31' } }, 'labels["istio.io/rev"]: decides about injection'],
    [{ labels: { 'istio-injection': 'disabled' } }, 'labels["istio-injection"]: decides'],
    [
      { injection: 'platform' as const, labels: { a: 'b' } },
      "labels: found a, but the namespace is the platform's",
    ],
    [{ allow: [{ name: 'a', from: [] }] }, 'allow[0].from: is empty'],
    [{ allow: [{ name: 'a', from: [{ namespace: 'b' }], ports: [] }] }, 'allow[0].ports: is empty'],
    [
      { allow: [{ name: 'nothing', from: [{ namespace: 'b' }] }] },
      'would replace the one that refuses all else',
    ],
    [{ allow: [{ name: 'a', to: {}, from: [{ namespace: 'b' }] }] }, 'allow[0].to: is empty'],
    [{ allow: [{ name: 'a', from: [{ namespace: 'b' }], methods: ['get'] }] }, 'found "get"'],
    [
      { mtls: { exceptions: [{ name: 'default', to: { a: 'b' }, ports: {} }] } },
      'found "default", which is the policy',
    ],
    [
      { mtls: { exceptions: [{ name: 'm', to: {}, ports: {} }] } },
      'mtls.exceptions[0].to: is empty',
    ],
    [
      { telemetry: { tracing: { provider: 'o', samplingPercent: 500 } } },
      'found 500, must be percent',
    ],
    [{ name: 'Shop' }, 'name: found "Shop"'],
    [
      { egress: ['pay', 'ledger.pay.svc'] },
      'egress[1]: found "ledger.pay.svc", must be a namespace',
    ],
  ] as [Partial<TeamNamespaceProps>, string][])('with %j', (props, text) => {
    expect(refusals(props)).toEqual([expect.stringContaining(text)]);
  });

  it('with two rules of one name, whose policies would be one object', () => {
    const rule = { name: 'a', from: [{ namespace: 'b' }] };
    expect(refusals({ allow: [rule, rule] })).toHaveLength(2);
  });

  it('with everything that is wrong at once', () => {
    expect(
      refusals({ injection: { tag: '1-31' }, labels: { 'istio-injection': 'enabled' } }),
    ).toHaveLength(2);
  });
});
