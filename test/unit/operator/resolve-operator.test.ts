import { InvalidInputError } from '../../../lib/operator/issue';
import type { IstioOperatorSpec } from '../../../lib/operator/istio-operator';
import { environmentSettings } from '../../../lib/operator/resolve-operator';
import { settingsOf, tracedAt } from '../../../lib/operator/traced';
import { resolveSpec } from '../../support/resolve-spec';

const set = (text: string) => ({ ISTIO_REVISIONS_SET: text });
const release = (spec: IstioOperatorSpec, component: string, minor = '1.31') => {
  const { releases } = resolveSpec(spec, {}, { minor });
  return releases.filter((one) => one.component === component);
};

describe('the layers of a document', () => {
  it('are the profile under the release under the environment under the document under settings', () => {
    const hub = (...args: Parameters<typeof resolveSpec>) =>
      resolveSpec(...args).plainValues['global'];
    expect(hub({})).toMatchObject({ hub: 'registry.istio.io/release', tag: '1.31.0' });
    const env = { ISTIO_REVISIONS_HUB: 'env' };
    expect(hub({}, env)).toMatchObject({ hub: 'env' });
    expect(hub({ hub: 'doc' }, env)).toMatchObject({ hub: 'doc' });
    expect(hub({ hub: 'doc' }, env, { settings: ['hub=set'] })).toMatchObject({ hub: 'set' });
  });

  it.each([
    ['spec.hub', { hub: 'doc' }, 'values.global.hub=env', { global: { hub: 'doc' } }],
    [
      'values.global.hub',
      { values: { global: { hub: 'doc' } } },
      'hub=env',
      { global: { hub: 'doc' } },
    ],
    [
      'values.meshConfig',
      { values: { meshConfig: { rootNamespace: 'doc' } } },
      'meshConfig.rootNamespace=env',
      { meshConfig: { rootNamespace: 'doc' } },
    ],
    [
      'values',
      { values: { ownerName: 'doc' } },
      'unvalidatedValues.ownerName=env',
      { ownerName: 'doc' },
    ],
  ])(
    'let %s of the document win over the environment under another name',
    (_name, spec, text, values) => {
      expect(resolveSpec(spec, set(text)).plainValues).toMatchObject(values);
    },
  );

  it('let the environment win over what is shipped under another name', () => {
    expect(resolveSpec({}, set('values.global.hub=env')).plainValues).toMatchObject({
      global: { hub: 'env' },
    });
  });

  it.each([
    ['replicaCount=5', { replicaCount: 3 }, {}],
    ['nodeSelector.disk=ssd', { nodeSelector: { disk: 'hdd' } }, { nodeSelector: {} }],
    [
      'resources.limits.memory=7Gi',
      { resources: { requests: { cpu: '1' } } },
      { resources: { limits: { memory: '7Gi' } } },
    ],
    [
      'resources.limits.memory=7Gi',
      { resources: { limits: { memory: '3Gi' }, requests: { cpu: '1' } } },
      { resources: { limits: {} } },
    ],
    [
      'strategy.rollingUpdate.maxSurge=1',
      { rollingMaxSurge: 3 },
      { strategy: { rollingUpdate: {} } },
    ],
    ['hpaSpec.minReplicas=7', { autoscaleMin: 3 }, { hpaSpec: {} }],
    ['hpaSpec.maxReplicas=7', { autoscaleMax: 3 }, { hpaSpec: {} }],
    ['hpaSpec.maxReplicas=7', { autoscaleMin: 3 }, { hpaSpec: { maxReplicas: 7 } }],
  ])(
    'let the values of the document win over components.pilot.k8s.%s of the environment: %j',
    (setting, pilot, k8s) => {
      const { releases } = resolveSpec(
        { values: { pilot } },
        set(`components.pilot.k8s.${setting}`),
      );
      expect(releases.find(({ component }) => component === 'pilot')?.k8s).toEqual(k8s);
    },
  );

  it.each([
    [
      'spec.meshConfig over values.meshConfig',
      {
        meshConfig: { rootNamespace: 'a' },
        values: { meshConfig: { rootNamespace: 'b', trustDomain: 'b' } },
      },
      { meshConfig: { rootNamespace: 'a', trustDomain: 'b' } },
    ],
    [
      'values.global.hub over spec.hub',
      { hub: 'h1', values: { global: { hub: 'h2' } } },
      { global: { hub: 'h2' } },
    ],
    [
      'values.revision over spec.revision',
      { revision: 'r1', values: { revision: 'r2' } },
      { revision: 'r2' },
    ],
    [
      'unvalidatedValues over values',
      { values: { ownerName: 'a' }, unvalidatedValues: { ownerName: 'b' } },
      { ownerName: 'b' },
    ],
    [
      'whether a component is installed over the value that says so',
      { values: { pilot: { enabled: false, cni: { enabled: true } } } },
      { pilot: { enabled: true, cni: { enabled: false } } },
    ],
  ])('prefer %s, as istioctl does', (_name, spec, values) => {
    expect(resolveSpec(spec).plainValues).toMatchObject(values);
  });

  it('keep the failure policy that istiod sets itself, unless the document has another', () => {
    expect(resolveSpec({}).plainValues).toMatchObject({
      base: { validationFailurePolicy: 'Fail' },
    });
    const values = { base: { validationFailurePolicy: 'Ignore' } };
    expect(resolveSpec({ values }).plainValues).toMatchObject(values);
  });

  it('take the profile from the environment when the document names none', () => {
    const env = { ISTIO_REVISIONS_PROFILE: 'demo' };
    expect(resolveSpec({}, env).plainValues).toMatchObject({ profile: 'demo' });
    expect(resolveSpec({ profile: 'minimal' }, env).plainValues).not.toHaveProperty('profile');
  });

  it('keep a hub and a tag of charts that another registry has built', () => {
    const { plainValues } = resolveSpec({}, set('profile=demo'));
    expect(plainValues).toMatchObject({ global: { hub: 'registry.istio.io/release' } });
  });

  it('say of each leaf who set it and what that overrode', () => {
    const { values } = resolveSpec({ hub: 'doc' }, { ISTIO_REVISIONS_HUB: 'env' });
    expect(settingsOf(tracedAt(values, ['global', 'hub'])!)).toEqual([
      expect.objectContaining({ layer: 'profile default', value: 'registry.istio.io/testing' }),
      expect.objectContaining({ layer: 'release 1.31.0', path: ['spec', 'hub'] }),
      expect.objectContaining({ layer: 'ISTIO_REVISIONS_HUB', value: 'env' }),
      expect.objectContaining({ layer: 'document', value: 'doc' }),
    ]);
  });

  it('list every variable that decides something, and none that a document hides', () => {
    const env = { ISTIO_REVISIONS_HUB: 'env', ...set('values.global.logAsJson=true') };
    const layers = environmentSettings(resolveSpec({ hub: 'doc' }, env));
    expect(layers.map(({ layer }) => layer)).toEqual(['ISTIO_REVISIONS_SET']);
  });

  it('are refused for a profile that is not there', () => {
    expect(() => resolveSpec({ profile: 'nope' })).toThrow(InvalidInputError);
  });
});

describe('the components of a document', () => {
  it('are those of the profile, in the order in which istioctl renders them', () => {
    const named = ({ component, resourceName, namespace }: (typeof releases)[number]) =>
      `${component} ${namespace}/${resourceName}`;
    const { releases } = resolveSpec({ revision: '1-31', profile: 'ambient' });
    expect(releases.map(named)).toEqual([
      'base istio-system/',
      'pilot istio-system/istiod-1-31',
      'ingressGateways istio-system/istio-ingressgateway',
      'cni istio-system/istio-cni-node',
      'ztunnel istio-system/ztunnel',
    ]);
  });

  it('are in the namespace of the control plane, but for one that names its own', () => {
    const spec: IstioOperatorSpec = {
      values: { global: { istioNamespace: 'mesh' } },
      components: { cni: { enabled: true, namespace: 'kube-system' } },
    };
    const { releases } = resolveSpec(spec);
    expect(releases.map(({ component, namespace }) => [component, namespace])).toEqual([
      ['base', 'mesh'],
      ['pilot', 'mesh'],
      ['ingressGateways', 'mesh'],
      ['cni', 'kube-system'],
    ]);
  });

  it('are gateways of a list, each with its name and labels in the values of its chart', () => {
    const ports = [{ port: 80, name: 'http' }];
    const [first, second] = release(
      {
        components: {
          ingressGateways: [
            { name: 'a', label: { app: 'a' }, k8s: { service: { ports } } },
            { name: 'b', enabled: false },
            { name: 'c', namespace: 'edge', tag: 2, hub: 'h' },
          ],
        },
      },
      'ingressGateways',
    );
    expect(first).toMatchObject({
      resourceName: 'a',
      path: ['components', 'ingressGateways', '0'],
      values: {
        gateways: {
          'istio-ingressgateway': {
            name: 'a',
            labels: { app: 'a' },
            ports: [{ port: 80, name: 'http', targetPort: 0 }],
          },
        },
      },
    });
    expect(second).toMatchObject({
      resourceName: 'c',
      namespace: 'edge',
      values: { gateways: { 'istio-ingressgateway': { name: 'c', labels: {}, tag: 2, hub: 'h' } } },
    });
  });

  it('are gateways that values switch on, and then all of their list', () => {
    const values = { gateways: { 'istio-egressgateway': { enabled: true } } };
    expect(release({ values }, 'egressGateways')).toHaveLength(1);
  });

  it.each([
    ['1.31', { autoscaleMin: 2, autoscaleMax: 4, replicaCount: 3 }],
    ['1.30', {}],
  ])('of %s are told of their scaling and CPU as istioctl of that minor does', (minor, told) => {
    const k8s = {
      hpaSpec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { kind: 'x', name: 'x' } },
      replicaCount: 3,
      resources: { limits: { cpu: '1500m' }, requests: { cpu: 0.5 } },
    };
    const [pilot] = release({ components: { pilot: { k8s } } }, 'pilot', minor);
    expect(pilot?.values['pilot']).toEqual({
      enabled: true,
      cni: { enabled: false },
      ...told,
      ...(minor === '1.31'
        ? { resources: { limits: { cpu: '1500m' }, requests: { cpu: '500m' } } }
        : {}),
    });
  });

  it('are a ztunnel that finds its values without a prefix, beside global and what is no object', () => {
    const values = { ztunnel: { terminationGracePeriodSeconds: 5 }, pilot: { image: 'x' } };
    const [ztunnel] = release({ profile: 'ambient', values }, 'ztunnel');
    expect(ztunnel?.values).toMatchObject({
      profile: 'ambient',
      resourceName: 'ztunnel',
      terminationGracePeriodSeconds: 5,
      global: { istioNamespace: 'istio-system' },
    });
    expect(ztunnel?.values).not.toHaveProperty('pilot');
  });
});
