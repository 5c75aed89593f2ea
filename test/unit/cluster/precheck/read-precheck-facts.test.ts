import type { Fact } from '../../../../lib/rollout/fact';
import { readPrecheckFacts } from '../../../../lib/cluster/precheck/read-precheck-facts';
import { StubApiServer, type StubAnswer } from '../../../support/stub-api-server';

const GROUPS: Readonly<Record<string, readonly (readonly [kind: string, plural: string])[]>> = {
  '/api/v1': [['ConfigMap', 'configmaps']],
  '/apis/apps/v1': [
    ['Deployment', 'deployments'],
    ['StatefulSet', 'statefulsets'],
    ['DaemonSet', 'daemonsets'],
  ],
  '/apis/autoscaling/v2': [['HorizontalPodAutoscaler', 'horizontalpodautoscalers']],
  '/apis/apiextensions.k8s.io/v1': [['CustomResourceDefinition', 'customresourcedefinitions']],
  '/apis/admissionregistration.k8s.io/v1': [
    ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'],
    ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'],
  ],
  '/apis/networking.istio.io/v1alpha3': [['EnvoyFilter', 'envoyfilters']],
};

const named = (name: string, namespace = 'shop') => ({ metadata: { name, namespace } });
const webhook = (name: string) => ({
  name,
  clientConfig: {},
  namespaceSelector: { matchLabels: { 'istio.io/rev': '1-30' } },
});

const OBJECTS: Readonly<Record<string, readonly object[]>> = {
  configmaps: [
    { ...named('istio-1-30'), data: { mesh: 'accessLogFile: /dev/stdout\n' } },
    { ...named('istio'), data: { mesh: '{}' } },
    { ...named('istio-sidecar-injector-1-30'), data: { config: 'x' } },
    { ...named('istio-ca-root-cert'), data: { 'root-cert.pem': 'x' } },
  ],
  deployments: [
    {
      ...named('ingress', 'edge'),
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'ingress', 'istio.io/rev': '1-30' } },
        template: {
          metadata: {
            annotations: {
              'inject.istio.io/templates': 'gateway',
              'sidecar.istio.io/extraStatTags': 'a',
              'example.org/x': 'y',
            },
          },
          spec: { hostNetwork: true },
        },
      },
    },
  ],
  statefulsets: [],
  daemonsets: [named('node')],
  horizontalpodautoscalers: [
    {
      ...named('ingress', 'edge'),
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'ingress' } },
    },
  ],
  customresourcedefinitions: [
    {
      ...named('gateways.networking.istio.io'),
      spec: {
        versions: [
          { name: 'v1', served: true },
          { name: 'v1alpha1', served: false },
        ],
      },
      status: { storedVersions: ['v1'] },
    },
    { ...named('things.example.org'), spec: { versions: [] } },
  ],
  mutatingwebhookconfigurations: [
    {
      ...named('istio-sidecar-injector-1-30'),
      webhooks: [webhook('rev.sidecar-injector.istio.io')],
    },
    {
      ...named('istio-sidecar-injector'),
      webhooks: [
        {
          ...webhook('x.sidecar-injector.istio.io'),
          namespaceSelector: { matchLabels: { 'istio.io/deactivated': 'never-match' } },
        },
      ],
    },
    { ...named('other'), webhooks: [webhook('a.example.org')] },
  ],
  validatingwebhookconfigurations: [
    {
      ...named('istiod-default-validator'),
      webhooks: [{ ...webhook('validation.istio.io'), failurePolicy: 'Ignore' }],
    },
  ],
  envoyfilters: [
    {
      ...named('wasm'),
      spec: {
        configPatches: [
          {
            match: { proxy: { proxyVersion: '^1\\.30.*' } },
            patch: { operation: 'INSERT_BEFORE' },
          },
          { patch: { operation: 'ADD' } },
        ],
      },
    },
  ],
};

function answerTo(path: string, without: readonly string[]): StubAnswer {
  if (path === '/version') return { code: 200, body: { major: '1', minor: '34+' } };
  const group = GROUPS[path];
  if (group !== undefined && without.includes(path)) return { code: 404, message: 'no such group' };
  if (group !== undefined) {
    const resources = group.map(([kind, name]) => ({ kind, name, namespaced: true, verbs: [] }));
    return { code: 200, body: { kind: 'APIResourceList', resources } };
  }
  const plural = path.split('/').at(-1) ?? '';
  if (without.includes(plural)) return { code: 403, message: `${plural} is forbidden` };
  return { code: 200, body: { kind: 'List', metadata: {}, items: OBJECTS[plural] ?? [] } };
}

async function read(without: readonly string[] = []) {
  const server = await StubApiServer.start(({ path }) => answerTo(path, without));
  try {
    return await readPrecheckFacts(server.client, 'istio-system', () => 7);
  } finally {
    server.stop();
  }
}

describe('what a precheck reads', () => {
  it('is what its checks are about, and nothing of others', async () => {
    const facts = await read();
    const values = Object.fromEntries(
      Object.entries<Fact<unknown>>({ ...facts }).map(([name, fact]) => [
        name,
        fact.known ? fact.value : fact,
      ]),
    );
    expect(values).toEqual({
      kubernetes: '1.34',
      webhooks: [
        expect.objectContaining({
          name: 'istio-sidecar-injector-1-30/rev.sidecar-injector.istio.io',
          injects: true,
          failurePolicy: 'Fail',
          namespaceSelector: { matchLabels: { 'istio.io/rev': '1-30' } },
          objectSelector: {},
        }),
        expect.objectContaining({
          name: 'istiod-default-validator/validation.istio.io',
          injects: false,
          failurePolicy: 'Ignore',
        }),
      ],
      definitions: [{ name: 'gateways.networking.istio.io', served: ['v1'], stored: ['v1'] }],
      envoyFilters: [
        {
          namespace: 'shop',
          name: 'wasm',
          proxyVersions: ['^1\\.30.*'],
          relative: ['INSERT_BEFORE'],
          revision: null,
        },
      ],
      autoscalers: [{ namespace: 'edge', name: 'ingress', target: 'Deployment/ingress', min: 1 }],
      templates: [
        {
          workload: 'Deployment edge/ingress',
          namespace: 'edge',
          annotations: ['inject.istio.io/templates', 'sidecar.istio.io/extraStatTags'],
          hostNetwork: true,
          gateway: true,
          selectsRevision: '1-30',
          replicas: 1,
        },
        expect.objectContaining({ workload: 'DaemonSet shop/node', gateway: false }),
      ],
      meshConfigs: { '1-30': { accessLogFile: '/dev/stdout' }, default: {} },
    });
  });

  it('is unknown with the reason where it is refused, each part for itself', async () => {
    const facts = await read(['customresourcedefinitions', 'deployments']);
    expect(facts.definitions).toMatchObject({
      known: false,
      reason: expect.stringContaining('forbidden') as string,
    });
    expect(facts.templates).toMatchObject({ known: false });
    expect(facts.webhooks).toMatchObject({ known: true });
  });

  it('is no EnvoyFilter where the cluster does not know the kind', async () => {
    const { envoyFilters } = await read(['/apis/networking.istio.io/v1alpha3']);
    expect(envoyFilters).toEqual({ known: true, value: [], at: 7 });
  });
});
