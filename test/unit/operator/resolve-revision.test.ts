import { InvalidInputError } from '../../../lib/operator/issue';
import { ISTIO_OPERATOR, type IstioOperatorSpec } from '../../../lib/operator/istio-operator';
import type { JsonObject } from '../../../lib/operator/json';
import { resolveRevision } from '../../../lib/operator/resolve-revision';

const PROFILES: Record<string, JsonObject> = {
  default: {
    spec: {
      hub: 'profile-hub',
      tag: 'profile-tag',
      components: { ingressGateways: [{ name: 'istio-ingressgateway', enabled: true }] },
      values: { defaultRevision: '', global: { istioNamespace: 'istio-system' } },
    },
  },
  minimal: {
    spec: { components: { ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }] } },
  },
  demo: { spec: { values: { profile: 'demo' } } },
  ambient: { spec: { components: { cni: { enabled: true } } } },
};

const resolve = (spec: IstioOperatorSpec, variables: Record<string, string> = {}) =>
  resolveRevision({ ...ISTIO_OPERATOR, spec }, variables, (name) => PROFILES[name] ?? null);

const settings = (text: string) => ({ ISTIO_REVISIONS_SET: text });

describe('a resolved revision', () => {
  it('has the profile’s settings under the environment’s under the document’s', () => {
    expect(resolve({}).values).toMatchObject({ global: { hub: 'profile-hub' } });
    expect(resolve({}, { ISTIO_REVISIONS_HUB: 'env' }).values).toMatchObject({
      global: { hub: 'env' },
    });
    expect(resolve({ hub: 'doc' }, { ISTIO_REVISIONS_HUB: 'env' }).values).toMatchObject({
      global: { hub: 'doc' },
    });
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
      { values: { meshConfig: { a: 'doc' } } },
      'meshConfig.a=env',
      { meshConfig: { a: 'doc' } },
    ],
    [
      'values.pilot',
      { values: { pilot: { replicaCount: 3 } } },
      'components.pilot.k8s.replicaCount=5',
      { pilot: { replicaCount: 3 } },
    ],
    ['values', { values: { a: 'doc' } }, 'unvalidatedValues.a=env', { a: 'doc' }],
  ])(
    'lets %s of the document win over the environment under another name',
    (_name, spec, set, values) => {
      expect(resolve(spec, settings(set)).values).toMatchObject(values);
    },
  );

  it.each([
    [
      'spec.meshConfig over values.meshConfig',
      { meshConfig: { a: 1 }, values: { meshConfig: { a: 2, b: 2 } } },
      { meshConfig: { a: 1, b: 2 } },
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
    ['unvalidatedValues over values', { values: { a: 1 }, unvalidatedValues: { a: 2 } }, { a: 2 }],
    [
      'the k8s settings of a component over values',
      {
        values: { pilot: { replicaCount: 1 } },
        components: { pilot: { k8s: { replicaCount: 2 } } },
      },
      { pilot: { replicaCount: 2 } },
    ],
  ])('prefers %s, as istioctl does', (_name, spec, values) => {
    expect(resolve(spec).values).toMatchObject(values);
  });

  it('turns the environment list of istiod into the chart’s map', () => {
    const spec = { components: { pilot: { k8s: { env: [{ name: 'A', value: 'b' }] } } } };
    expect(resolve(spec).values).toMatchObject({ pilot: { env: { A: 'b' } } });
  });

  it('pins the failure policy that istiod sets itself', () => {
    expect(resolve({}).values).toMatchObject({ base: { validationFailurePolicy: 'Fail' } });
  });

  it('takes the profile from the environment when the document names none', () => {
    expect(resolve({}, { ISTIO_REVISIONS_PROFILE: 'demo' }).values).toMatchObject({
      profile: 'demo',
    });
    expect(
      resolve({ profile: 'minimal' }, { ISTIO_REVISIONS_PROFILE: 'demo' }).values,
    ).not.toHaveProperty('profile');
  });

  it('names the gateways of the profile that it leaves out', () => {
    expect(resolve({}).omittedGateways).toEqual(['istio-ingressgateway']);
    expect(resolve({ profile: 'minimal' }).omittedGateways).toEqual([]);
  });

  it('says which layer set each leaf', () => {
    const { origins } = resolve(
      { revision: '1-31', values: { global: { hub: 'h' } } },
      settings('values.global.logAsJson=true,revision=x'),
    );
    expect(Object.fromEntries(origins)).toEqual({
      hub: 'profile default',
      tag: 'profile default',
      components: 'profile default',
      'values.defaultRevision': 'profile default',
      'values.global.istioNamespace': 'profile default',
      'values.global.logAsJson': 'environment',
      'values.global.hub': 'document',
      revision: 'document',
    });
  });

  it('is refused with the layer that is to blame', () => {
    expect(() => resolve({}, settings('valus.a=1'))).toThrow(
      'environment: error: spec.valus: unknown field; did you mean "values"? [unknown-field]',
    );
    expect(() => resolve({ profile: 'ambient' })).toThrow(
      'profile ambient: error: spec.components.cni',
    );
    expect(() => resolve({ profile: 'nope' })).toThrow(InvalidInputError);
  });

  it('is refused for a wrong value of the environment even where the document hides it', () => {
    expect(() => resolve({ values: {} }, settings('values=1'))).toThrow(
      'environment: error: spec.values',
    );
  });
});
