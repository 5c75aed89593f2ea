import type { EnvironmentVariables } from '../../../lib/operator/environment-layer';
import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import type { JsonObject } from '../../../lib/operator/json';
import type { OperatorInputs } from '../../../lib/operator/operator-inputs';
import { userLayers } from '../../../lib/operator/user-layers';
import { gatewayValuesIssues, schemaIssues } from '../../../lib/operator/validate-schema';

const file = (spec: JsonObject, name = 'a.yaml') => ({
  name,
  document: { ...ISTIO_OPERATOR, spec },
  locate: (path: readonly string[]) => `${name}:${path.join('/')}`,
});

function issuesOf(inputs: OperatorInputs, variables: EnvironmentVariables = {}, minor = '1.31') {
  return schemaIssues(inputs, userLayers(inputs, variables), minor);
}
const ofSpec = (spec: JsonObject, minor = '1.31') => issuesOf({ files: [file(spec)] }, {}, minor);

describe('a document that the schema does not allow', () => {
  it.each<[JsonObject, string, string, string]>([
    [{ revison: 'x' }, 'spec.revison', 'unknown-field', 'unknown field; did you mean "revision"?'],
    [
      { components: { pilots: {} } },
      'spec.components.pilots',
      'unknown-field',
      'did you mean "pilot"?',
    ],
    [
      { components: { pilot: { k8s: { zzzzzzzzzz: 1 } } } },
      'spec.components.pilot.k8s.zzzzzzzzzz',
      'unknown-field',
      'known: affinity, env, ',
    ],
    [
      { meshConfig: { defaultConfig: { tracin: {} } } },
      'spec.meshConfig.defaultConfig.tracin',
      'unknown-field',
      'did you mean "tracing"?',
    ],
    [
      { values: { global: { proxy: { image: 1 } } } },
      'spec.values.global.proxy.image',
      'wrong-type',
      'found 1, must be string',
    ],
    [
      { components: { pilot: { enabled: 'yes' } } },
      'spec.components.pilot.enabled',
      'wrong-type',
      'found "yes", must be boolean',
    ],
    [
      { meshConfig: { outboundTrafficPolicy: { mode: 'ALLOW' } } },
      'spec.meshConfig.outboundTrafficPolicy.mode',
      'invalid-value',
      'found "ALLOW", must be one of REGISTRY_ONLY, ALLOW_ANY',
    ],
    [
      { meshConfig: { connectTimeout: '10 seconds' } },
      'spec.meshConfig.connectTimeout',
      'invalid-value',
      'must be a duration such as 10s',
    ],
    [
      { components: { pilot: { k8s: { resources: { requests: { cpu: 'much' } } } } } },
      'spec.components.pilot.k8s.resources.requests.cpu',
      'invalid-value',
      'must be a quantity such as 500m',
    ],
    [
      { values: { global: { proxy: { excludeInboundPorts: '80;81' } } } },
      'spec.values.global.proxy.excludeInboundPorts',
      'invalid-value',
      'must be ports with commas between',
    ],
    [
      { components: { pilot: { k8s: { replicaCount: -1 } } } },
      'spec.components.pilot.k8s.replicaCount',
      'invalid-value',
      'must be from 0 to 4294967295',
    ],
  ])('%j is refused at its place, with what is allowed', (spec, path, code, message) => {
    expect(ofSpec(spec)).toEqual([
      {
        code,
        severity: 'error',
        path,
        source: `a.yaml:${path.replaceAll('.', '/')}`,
        message: expect.stringContaining(message) as string,
      },
    ]);
  });

  it('is told with every problem of every file, also where another file hides it', () => {
    const files = [file({ tag: '1.31.0', hubb: 'x' }), file({ values: { globl: {} } }, 'b.yaml')];
    expect(issuesOf({ files }).map(({ path, source }) => [path, source])).toEqual([
      ['spec.hubb', 'a.yaml:spec/hubb'],
      ['spec.values.globl', 'b.yaml:spec/values/globl'],
    ]);
  });

  it('is told of variables and settings by their names', () => {
    const inputs = {
      files: [file({ hub: 'x' })],
      settings: ['values.globl.hub=x', 'values.a.b=1'],
    };
    const variables = { ISTIO_REVISIONS_SET: 'meshConfig.accessLogfile=/x' };
    expect(issuesOf(inputs, variables).map(({ path, source }) => [path, source])).toEqual([
      ['spec.meshConfig.accessLogfile', 'ISTIO_REVISIONS_SET'],
      ['spec.values.globl', '--set values.globl.hub=x'],
      ['spec.values.a', '--set values.a.b=1'],
    ]);
  });

  it('is told what Istio has deprecated, as a warning', () => {
    expect(ofSpec({ values: { pilot: { cpu: { targetAverageUtilization: 80 } } } })).toEqual([
      expect.objectContaining({
        code: 'deprecated-field',
        severity: 'warning',
        path: 'spec.values.pilot.cpu',
      }),
    ]);
  });

  it.each<[JsonObject, string]>([
    [{ meshConfig: { default_config: {} } }, 'write "defaultConfig"'],
    [{ values: { meshConfig: { default_providers: {} } } }, 'write "defaultProviders"'],
    [{ values: { cni: { resource_quotas: {} } } }, 'write "resourceQuotas"'],
  ])('is told that nothing reads %j', (spec, advice) => {
    expect(ofSpec(spec)).toEqual([
      expect.objectContaining({
        code: 'no-effect',
        severity: 'warning',
        message: expect.stringContaining(advice) as string,
      }),
    ]);
  });

  it('knows the fields of the minor that it is rendered with, and no other', () => {
    const spec = { values: { global: { readerServiceAccount: { name: 'x' } } } };
    expect(ofSpec(spec, '1.31')).toEqual([]);
    expect(ofSpec(spec, '1.30').map(({ path }) => path)).toEqual([
      'spec.values.global.readerServiceAccount',
    ]);
  });
});

describe('a document that the schema allows', () => {
  it.each<JsonObject>([
    {},
    { tag: 1.31 },
    { values: { global: { hub: null } } },
    { values: { gateways: { 'istio-ingressgateway': { autoscaleMin: '2' } } } },
    { values: { pilot: { trustedZtunnelName: 'x' }, base: { validationFailurePolicy: 'Fail' } } },
    { meshConfig: { defaultConfig: { drain_duration: '5s' }, access_log_file: '/x' } },
    { unvalidatedValues: { whatever: [1] } },
    {
      components: { ingressGateways: [{ name: 'a', k8s: { service: { ports: [{ port: 80 }] } } }] },
    },
  ])('is %j', (spec) => {
    expect(ofSpec(spec)).toEqual([]);
  });
});

describe('the values of a gateway', () => {
  it('are checked as those of its chart', () => {
    const path = ['gateways', 'edge/in', 'values'];
    expect(gatewayValuesIssues({ autoscaling: { minReplicas: 2 } }, path, '1.31')).toEqual([]);
    const wrong = { autoscaling: { minReplica: 2 }, service: { type: 1 } };
    expect(gatewayValuesIssues(wrong, path, '1.31').map((issue) => issue.path)).toEqual([
      'gateways.edge/in.values.autoscaling.minReplica',
      'gateways.edge/in.values.service.type',
    ]);
    expect(gatewayValuesIssues({}, path, '1.12')).toEqual([
      {
        code: 'unsupported-minor',
        severity: 'error',
        path: 'gateways.edge/in.values',
        message: 'Istio 1.12 is not supported; this version supports 1.30 and 1.31',
      },
    ]);
  });
});
