import { join } from 'node:path';
import { ISTIO_OPERATOR, type IstioOperatorSpec } from '../../../lib/operator/istio-operator';
import { REVISION_LABEL } from '../../../lib/rollout/names';
import { ChartsError } from '../../../lib/render/charts/charts-error';
import { HelmError } from '../../../lib/render/helm/helm-error';
import type { KubeObject } from '../../../lib/render/kube-object';
import { renderGateway } from '../../../lib/render/render-gateway';
import { renderOperator } from '../../../lib/render/render-operator';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const RELEASES = [
  ['1.30.3', '1-30'],
  ['1.31.0', '1-31'],
] as const;

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

const render = (spec: IstioOperatorSpec, variables: NodeJS.ProcessEnv = {}) =>
  renderOperator(
    { ...ISTIO_OPERATOR, spec: { profile: 'minimal', ...spec } },
    { ...env, ...variables },
  );

const istiod = (spec: IstioOperatorSpec, variables: NodeJS.ProcessEnv = {}) =>
  render(
    {
      tag: '1.31.0',
      revision: '1-31',
      ...spec,
      components: { ...spec.components, base: { enabled: false } },
    },
    variables,
  ).objects;

const find = (objects: readonly KubeObject[], kind: string) => {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found as KubeObject & { spec: Record<string, never>; data: Record<string, string> };
};

const identity = ({ kind, metadata }: KubeObject) =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

interface Webhook {
  readonly failurePolicy: string;
  readonly clientConfig: { readonly url?: string; readonly caBundle?: string };
}

describe.each(RELEASES)('istiod of Istio %s', (version, revision) => {
  const spec: IstioOperatorSpec = {
    tag: version,
    revision,
    hub: 'registry.istio.io/release',
    components: { base: { enabled: false } },
  };

  it('has every object under the revision’s name', () => {
    expect(render(spec).objects.map(identity)).toEqual([
      `ServiceAccount istio-system/istiod-${revision}`,
      `ClusterRole istio-reader-clusterrole-${revision}-istio-system`,
      `ClusterRole istiod-clusterrole-${revision}-istio-system`,
      `ClusterRole istiod-gateway-controller-${revision}-istio-system`,
      `ClusterRoleBinding istio-reader-clusterrole-${revision}-istio-system`,
      `ClusterRoleBinding istiod-clusterrole-${revision}-istio-system`,
      `ClusterRoleBinding istiod-gateway-controller-${revision}-istio-system`,
      `Role istio-system/istiod-${revision}`,
      `RoleBinding istio-system/istiod-${revision}`,
      `ConfigMap istio-system/istio-${revision}`,
      `ConfigMap istio-system/istio-sidecar-injector-${revision}`,
      `ConfigMap istio-system/values-${revision}`,
      `Service istio-system/istiod-${revision}`,
      `Deployment istio-system/istiod-${revision}`,
      `HorizontalPodAutoscaler istio-system/istiod-${revision}`,
      `MutatingWebhookConfiguration istio-sidecar-injector-${revision}`,
      `ValidatingWebhookConfiguration istio-validator-${revision}-istio-system`,
    ]);
  });

  it('runs the image of its hub and tag', () => {
    const { template } = find(render(spec).objects, 'Deployment').spec as unknown as {
      template: { spec: { containers: { image: string }[] } };
    };
    expect(template.spec.containers[0]!.image).toBe(`registry.istio.io/release/pilot:${version}`);
  });

  it('leaves alone what istiod and the autoscaler write', () => {
    const objects = render(spec).objects;
    expect(find(objects, 'Deployment').spec).not.toHaveProperty('replicas');
    const webhooks = objects.flatMap((object) => (object['webhooks'] ?? []) as Webhook[]);
    expect(webhooks.length).toBeGreaterThan(0);
    for (const webhook of webhooks) {
      expect(webhook.failurePolicy).toBe('Fail');
      expect(webhook.clientConfig).not.toHaveProperty('caBundle');
    }
  });

  it('has a base that belongs to no revision', () => {
    const { objects } = render({ tag: version, components: { pilot: { enabled: false } } });
    expect(objects.filter(({ kind }) => kind === 'CustomResourceDefinition')).toHaveLength(15);
    expect(objects.filter(({ kind }) => kind !== 'CustomResourceDefinition').map(identity)).toEqual(
      ['ServiceAccount istio-system/istio-reader-service-account'],
    );
    // The un-revisioned value, never one that a removal would look for.
    const labels = objects.map(({ metadata }) => metadata.labels?.[REVISION_LABEL]);
    expect(new Set(labels)).toEqual(new Set([undefined]));
  });

  it('has a default validator for the chosen revision, which fails closed', () => {
    const { objects } = render({
      tag: version,
      values: { defaultRevision: revision },
      components: { pilot: { enabled: false } },
    });
    const { metadata, webhooks } = find(objects, 'ValidatingWebhookConfiguration') as unknown as {
      metadata: { name: string };
      webhooks: (Webhook & { clientConfig: { service: { name: string } } })[];
    };
    expect(metadata.name).toBe('istiod-default-validator');
    expect(webhooks[0]).toMatchObject({
      failurePolicy: 'Fail',
      clientConfig: { service: { name: `istiod-${revision}` } },
    });
  });

  it('has gateways whose revision is on the pods only', () => {
    const gateway = (of: string) =>
      renderGateway(
        { name: 'ingress', namespace: 'gateways', generations: [{ version, revision: of }] },
        env,
      );
    const objects = gateway(revision);
    const deployment = find(objects, 'Deployment').spec as unknown as {
      selector: { matchLabels: Record<string, string> };
      template: { metadata: { labels: Record<string, string> } };
    };
    expect(deployment.template.metadata.labels[REVISION_LABEL]).toBe(revision);
    expect(Object.keys(deployment.selector.matchLabels)).not.toContain(REVISION_LABEL);
    expect(objects.map(({ metadata }) => metadata.labels?.[REVISION_LABEL])).toEqual(
      objects.map(() => undefined),
    );
    const renamed = gateway('other').map(identity);
    expect(renamed.map((one) => one.replace(/-other$/, `-${revision}`))).toEqual(
      objects.map(identity),
    );
  });
});

describe('a document of a revision', () => {
  const gateways = (spec: IstioOperatorSpec) =>
    renderOperator({ ...ISTIO_OPERATOR, spec: { tag: '1.31.0', revision: '1-31', ...spec } }, env)
      .omittedGateways;

  it('leaves the gateways of its profile out, whatever its values say of them', () => {
    const values = { gateways: { 'istio-ingressgateway': { autoscaleMin: 2 } } };
    expect(gateways({ values })).toEqual(['istio-ingressgateway']);
  });

  it.each<[string, IstioOperatorSpec]>([
    ['lists', { components: { ingressGateways: [{ name: 'a' }] } }],
    [
      'switches on by a value',
      { values: { gateways: { 'istio-egressgateway': { enabled: true } } } },
    ],
  ])('is refused with a gateway that it %s', (_how, spec) => {
    expect(() => gateways(spec)).toThrow('gateways are rendered by the Gateway construct');
  });
});

describe('a rendered document', () => {
  it('has a namespace on every object that can have one', () => {
    const inOther = istiod({ values: { global: { istioNamespace: 'mesh' } } });
    expect(find(inOther, 'Deployment').metadata.namespace).toBe('mesh');
    expect(find(inOther, 'ClusterRole').metadata).not.toHaveProperty('namespace');
  });

  it('carries the mesh config of the document over the environment’s', () => {
    const set = {
      ISTIO_REVISIONS_SET: 'meshConfig.accessLogFile=/env,meshConfig.rootNamespace=env',
    };
    const { data } = find(istiod({ meshConfig: { accessLogFile: '/doc' } }, set), 'ConfigMap');
    expect(data['mesh']).toContain('accessLogFile: /doc');
    expect(data['mesh']).toContain('rootNamespace: env');
  });

  it('takes the Kubernetes settings of istiod', () => {
    const k8s = {
      replicaCount: 3,
      resources: { requests: { cpu: '10m' } },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'a', operator: 'Exists' as const }],
      podAnnotations: { note: 'y' },
      env: [{ name: 'PILOT_X', value: 'on' }],
    };
    const values = { pilot: { autoscaleEnabled: false } };
    const deployment = find(istiod({ values, components: { pilot: { k8s } } }), 'Deployment');
    expect(deployment.spec).toMatchObject({
      replicas: 3,
      template: {
        metadata: { annotations: { note: 'y' } },
        spec: {
          nodeSelector: { disk: 'ssd' },
          tolerations: expect.arrayContaining([{ key: 'a', operator: 'Exists' }]) as unknown,
          containers: [
            {
              env: expect.arrayContaining([{ name: 'PILOT_X', value: 'on' }]) as unknown,
              resources: { requests: { cpu: '10m', memory: '2048Mi' } },
            },
          ],
        },
      },
    });
  });

  it('has charts and image of one version, whichever variable sets the tag', () => {
    const spec = { revision: 'green', components: { base: { enabled: false } } };
    const expected = render({ ...spec, tag: '1.31.0' }).objects;
    const set = { ISTIO_REVISIONS_SET: 'tag=1.31.0' };
    expect(render(spec, set).objects).toEqual(expected);
    expect(render(spec, { ...set, ISTIO_REVISIONS_TAG: '1.30.3' }).objects).toEqual(expected);
    const path = join(env['ISTIO_REVISIONS_CHARTS'] ?? '', '1.31', 'manifests');
    const elsewhere = { ISTIO_REVISIONS_SET: `installPackagePath=${path},tag=1.31.0` };
    const { objects } = render(spec, { ...elsewhere, ISTIO_REVISIONS_CHARTS: undefined });
    expect(objects).toEqual(expected);
  });

  it('points the webhooks at a URL where the environment says so', () => {
    const set = {
      ISTIO_REVISIONS_SET_1_31: 'values.istiodRemote.injectionURL=https://localhost:1/inject',
      ISTIO_REVISIONS_SET_1_30: 'values.istiodRemote.injectionURL=https://localhost:2/inject',
    };
    const { webhooks } = find(istiod({}, set), 'MutatingWebhookConfiguration') as unknown as {
      webhooks: Webhook[];
    };
    const urls = webhooks.map(({ clientConfig }) => clientConfig.url);
    expect(new Set(urls)).toEqual(new Set(['https://localhost:1/inject']));
  });

  it('is refused with Helm’s words when a chart refuses its values', () => {
    const unvalidatedValues = { defaults: { hub: 'x' } };
    expect(() => istiod({ unvalidatedValues })).toThrow(HelmError);
    expect(() => istiod({ unvalidatedValues })).toThrow('Setting with .default prefix found');
  });

  it('is refused when its charts or Helm cannot be found', () => {
    expect(() => istiod({ tag: 'latest' })).toThrow('"latest" is no Istio version such as 1.31.0');
    expect(() => istiod({ tag: '1.2.0' })).toThrow(ChartsError);
    expect(() => istiod({ installPackagePath: '/nowhere' })).toThrow('spec.installPackagePath');
    expect(() => istiod({}, { ISTIO_REVISIONS_BIN_HELM: '/no/helm' })).toThrow(
      '"/no/helm" was not found',
    );
  });
});
