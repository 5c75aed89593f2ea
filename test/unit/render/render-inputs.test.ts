import { InvalidInputError, type Issue } from '../../../lib/operator/issue';
import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import type { JsonObject } from '../../../lib/operator/json';
import { checkInputs } from '../../../lib/render/check-inputs';
import type { KubeObject } from '../../../lib/render/kube-object';
import { renderInputs } from '../../../lib/render/render-inputs';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

const file = (spec: JsonObject, name = 'mesh.yaml') => ({
  name,
  document: { ...ISTIO_OPERATOR, spec: { tag: '1.31.0', ...spec } },
  locate: (path: readonly string[]) => `${name}:${path.join('/')}`,
});
const render = (spec: JsonObject, settings: readonly string[] = []) =>
  renderInputs({ files: [file({ profile: 'minimal', ...spec })], settings }, env);

function issuesOf(spec: JsonObject): readonly Issue[] {
  try {
    render(spec);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}

const find = (objects: readonly KubeObject[], kind: string, name: string) => {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found as KubeObject & { readonly spec: Readonly<Record<string, unknown>> };
};

const podOf = (objects: readonly KubeObject[], kind: string, name: string) =>
  (find(objects, kind, name).spec as { template: { spec: Record<string, unknown> } }).template.spec;

describe('documents and settings', () => {
  it('render every component of the profile, ambient ones too', () => {
    const { components } = renderInputs({ files: [file({ profile: 'ambient' })] }, env);
    const workloads = components.flatMap(({ component, objects }) =>
      objects
        .filter(({ kind }) => ['Deployment', 'DaemonSet'].includes(kind))
        .map(({ kind, metadata }) => [component.component, kind, metadata.name]),
    );
    expect(components.map(({ component }) => component.component)).toEqual([
      'base',
      'pilot',
      'cni',
      'ztunnel',
    ]);
    expect(workloads).toEqual([
      ['pilot', 'Deployment', 'istiod'],
      ['cni', 'DaemonSet', 'istio-cni-node'],
      ['ztunnel', 'DaemonSet', 'ztunnel'],
    ]);
  });

  it('render a list of gateways, each with its own name, namespace and ports', () => {
    const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
    const { objects } = render({
      components: {
        ingressGateways: [
          { name: 'a', k8s: { service: { type: 'ClusterIP', ports } } },
          { name: 'b', namespace: 'edge', label: { app: 'b' } },
        ],
      },
    });
    expect(find(objects, 'Service', 'a').spec).toMatchObject({ type: 'ClusterIP', ports });
    expect(find(objects, 'Deployment', 'b').metadata.namespace).toBe('edge');
  });

  it('lay later documents over earlier ones, and settings over all', () => {
    const files = [
      file({ profile: 'minimal', hub: 'a', components: { base: { enabled: false } } }),
      file({ hub: 'b', meshConfig: { rootNamespace: 'b' } }, 'prod.yaml'),
    ];
    const { objects } = renderInputs({ files, settings: ['meshConfig.rootNamespace=c'] }, env);
    const mesh = find(objects, 'ConfigMap', 'istio') as unknown as { data: { mesh: string } };
    expect(mesh.data.mesh).toContain('rootNamespace: c');
    const [container] = podOf(objects, 'Deployment', 'istiod')['containers'] as [{ image: string }];
    expect(container.image).toBe('b/pilot:1.31.0');
  });

  it('apply volumes and their mounts, which istioctl drops', () => {
    const k8s = {
      volumes: [{ name: 'extra', emptyDir: {} }],
      volumeMounts: [{ name: 'extra', mountPath: '/extra' }],
    };
    const { objects } = render({ components: { pilot: { k8s } } });
    const pod = podOf(objects, 'Deployment', 'istiod');
    const [container] = pod['containers'] as [{ volumeMounts: object[] }];
    expect(pod['volumes']).toContainEqual({ name: 'extra', emptyDir: {} });
    expect(container.volumeMounts).toContainEqual({ name: 'extra', mountPath: '/extra' });
  });

  it('let the chart’s bound of a budget give way to one that is set beside it', () => {
    const k8s = { podDisruptionBudget: { maxUnavailable: 1 } };
    const { objects } = render({
      values: { pilot: { autoscaleMin: 2 } },
      components: { pilot: { k8s } },
    });
    const { spec } = find(objects, 'PodDisruptionBudget', 'istiod');
    expect([spec['maxUnavailable'], spec['minAvailable']]).toEqual([1, undefined]);
  });

  it('render with what is doubtful, and tell it', () => {
    const { warnings } = render({
      components: { cni: { enabled: true, k8s: { hpaSpec: { maxReplicas: 2 } } } },
    });
    const told = warnings.filter(({ path }) => path === 'spec.components.cni.k8s.hpaSpec');
    expect(told).toEqual([
      expect.objectContaining({
        code: 'no-effect',
        severity: 'warning',
        source: 'mesh.yaml:spec/components/cni/k8s/hpaSpec',
      }),
    ]);
  });
});

describe('documents with mistakes', () => {
  const overlays = [
    { kind: 'Deployment', name: 'istiodd', patches: [{ path: 'spec.replicas', value: 3 }] },
    { kind: 'Deployment', name: 'istiod', patches: [{ path: 'spec.none.[name:x]', value: 3 }] },
  ];

  it('are refused for overlays that match nothing, at their places', () => {
    const issues = issuesOf({ components: { pilot: { k8s: { overlays } } } });
    expect(issues.map(({ code, path, source }) => [code, path, source])).toEqual([
      [
        'overlay-without-effect',
        'spec.components.pilot.k8s.overlays.0',
        'mesh.yaml:spec/components/pilot/k8s/overlays/0',
      ],
      [
        'overlay-without-effect',
        'spec.components.pilot.k8s.overlays.1.patches.0',
        'mesh.yaml:spec/components/pilot/k8s/overlays/1/patches/0',
      ],
    ]);
  });

  it('are refused with what only rendering shows beside what the schema shows', () => {
    const issues = issuesOf({
      revison: 'x',
      meshConfig: { connectTimeout: 'soon' },
      components: { pilot: { k8s: { overlays: overlays.slice(0, 1) } }, pilots: {} },
    });
    expect(issues.map(({ path }) => path)).toEqual([
      'spec.revison',
      'spec.meshConfig.connectTimeout',
      'spec.components.pilots',
      'spec.components.pilot.k8s.overlays.0',
    ]);
  });

  it('are refused for an element of a list that has no name, without showing what is in it', () => {
    const env = [{ value: 'secret' }];
    const issues = issuesOf({ components: { pilot: { k8s: { env } } } });
    expect(issues).toEqual([
      {
        code: 'element-without-key',
        severity: 'error',
        path: 'spec.components.pilot.k8s.env',
        source: 'mesh.yaml:spec/components/pilot/k8s/env',
        message: 'an element has no name, by which it would be found',
      },
    ]);
  });

  it('are refused together with a profile that is not there', () => {
    const issues = issuesOf({ profile: 'nope', hubb: 'x' });
    expect(issues.map(({ code }) => code).sort()).toEqual(['unknown-field', 'unknown-profile']);
  });

  it('are told also where their version has no charts', () => {
    expect(issuesOf({ tag: 'latest', hubb: 'x' }).map(({ path }) => path)).toEqual(['spec.hubb']);
  });

  it('are checked as far as that goes where Helm is not to be had', () => {
    const inputs = { files: [file({ hub: 'x' })] };
    const { issues, unchecked } = checkInputs(inputs, {
      ...env,
      ISTIO_REVISIONS_CACHE: '/no/cache',
      ISTIO_REVISIONS_BIN_HELM: '/no/helm',
    });
    expect(issues).toEqual([]);
    expect(unchecked).toContain('/no/helm');
  });
});
