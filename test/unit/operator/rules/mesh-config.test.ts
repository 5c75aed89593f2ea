import fc from 'fast-check';
import { goDuration } from '../../../../lib/operator/rules/mesh/go-duration';
import { REFUSED_MESHES, TAKEN_MESHES } from './mesh-cases';
import { checkText, told } from './check-text';

const ofSpec = (mesh: string) => `spec: {meshConfig: ${mesh}}`;

describe('a mesh configuration that istiod refuses', () => {
  it.each(REFUSED_MESHES)('is %s', (mesh, refused) => {
    const issues = checkText(ofSpec(mesh));
    expect(told(issues)).toEqual(
      refused.map((path) => `invalid-mesh-config spec.meshConfig.${path}`),
    );
    expect(issues.map(({ severity }) => severity)).toEqual(refused.map(() => 'error'));
  });

  it('is told at the values, where it stands there', () => {
    const [issue] = checkText('spec:\n  values:\n    meshConfig:\n      connectTimeout: 2h\n');
    expect(issue).toEqual({
      code: 'invalid-mesh-config',
      severity: 'error',
      path: 'spec.values.meshConfig.connectTimeout',
      source: 'iop.yaml:6:7',
      message: 'found "2h", must be 1h or shorter',
    });
  });

  it('is told at the object that says too little, where that stands', () => {
    const text =
      'spec:\n  values:\n    meshConfig:\n      defaultTrafficPolicy:\n        connectionPool: {}\n';
    expect(checkText(text)).toMatchObject([
      {
        path: 'spec.values.meshConfig.defaultTrafficPolicy.connectionPool',
        source: 'iop.yaml:7:9',
      },
    ]);
  });
});

describe('a mesh configuration that istiod takes', () => {
  it.each<[string]>([
    ['{zoneAwareLbSetting: {failoverPriority: [topology.kubernetes.io/zone]}}'],
    ['{defaultTrafficPolicy: {connectionPool: {}}}'],
    ['{defaultConfig: {connectionSettings: {httpMaxConcurrentStreams: 0}}}'],
  ])('since it does not know the field yet: %s', (mesh) => {
    expect(checkText(ofSpec(mesh), { minor: '1.30' })).toEqual([]);
    expect(checkText(ofSpec(mesh), { minor: '1.31' })).toHaveLength(1);
  });

  it.each(TAKEN_MESHES)('is %s', (mesh) => {
    expect(checkText(ofSpec(mesh))).toEqual([]);
  });

  it.each<[string, string[]]>([
    [
      '{defaultConfig: {proxyMetadata: {ISTIO_META_DNS_AUTO_ALLOCATE: "true"}}}',
      [
        'doubtful-mesh-config spec.meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_AUTO_ALLOCATE',
      ],
    ],
    [
      '{tlsDefaults: {ecdhCurves: [P-256, P-1, P-256]}}',
      [
        'doubtful-mesh-config spec.meshConfig.tlsDefaults.ecdhCurves.1',
        'doubtful-mesh-config spec.meshConfig.tlsDefaults.ecdhCurves.2',
      ],
    ],
    [
      '{extensionProviders: [{name: a, zipkin: {service: z, port: 0}}, {name: a, prometheus: {}}, {zipkin: {service: "", port: 1}}, {name: b}]}',
      [
        'unusable-provider spec.meshConfig.extensionProviders.0.zipkin.port',
        'unusable-provider spec.meshConfig.extensionProviders.1.name',
        'unusable-provider spec.meshConfig.extensionProviders.2',
        'unusable-provider spec.meshConfig.extensionProviders.2.zipkin.service',
        'unusable-provider spec.meshConfig.extensionProviders.3',
      ],
    ],
    [
      '{extensionProviders: [{name: a, envoyExtAuthzHttp: {service: n_s/a.b, port: 1, statusOnError: "600", pathPrefix: a}}, {name: b, opentelemetry: {service: ns/short, port: 1, grpc: {}, http: {path: /a}}}]}',
      [
        'unusable-provider spec.meshConfig.extensionProviders.0.envoyExtAuthzHttp.pathPrefix',
        'unusable-provider spec.meshConfig.extensionProviders.0.envoyExtAuthzHttp.service',
        'unusable-provider spec.meshConfig.extensionProviders.0.envoyExtAuthzHttp.statusOnError',
        'unusable-provider spec.meshConfig.extensionProviders.1.opentelemetry',
        'unusable-provider spec.meshConfig.extensionProviders.1.opentelemetry.service',
      ],
    ],
    [
      '{extensionProviders: [{name: own, zipkin: {service: z.tracing.svc, port: 1}}], defaultProviders: {tracing: [own, other], metrics: [prometheus], accessLogging: [envoy, jaeger]}}',
      [
        'unknown-provider spec.meshConfig.defaultProviders.accessLogging.1',
        'unknown-provider spec.meshConfig.defaultProviders.tracing.1',
      ],
    ],
  ])('may be doubtful: %s', (mesh, expected) => {
    const issues = checkText(ofSpec(mesh));
    expect(told(issues)).toEqual(expected);
    expect(issues.map(({ severity }) => severity)).toEqual(expected.map(() => 'warning'));
  });

  it.each<[string, string]>([
    [
      'a provider at an address',
      ofSpec('{extensionProviders: [{name: a, zipkin: {service: 192.0.2.1, port: 9411}}]}'),
    ],
    [
      'a provider by namespace and host',
      ofSpec(
        '{extensionProviders: [{name: a, envoyExtAuthzGrpc: {service: ns/a.b.svc, port: 1, statusOnError: "403"}}]}',
      ),
    ],
    [
      'a provider without an address',
      ofSpec('{extensionProviders: [{name: a, envoyFileAccessLog: {path: /dev/stdout}}]}'),
    ],
    [
      'a provider of the profile demo',
      'spec: {profile: demo, meshConfig: {defaultProviders: {tracing: [jaeger]}}}',
    ],
  ])('is fine with %s', (_, text) => {
    expect(checkText(text)).toEqual([]);
  });
});

describe('a duration as Go writes it', () => {
  it.each<[string, number | null]>([
    ['0', 0],
    ['1h30m', 5400e9],
    ['1.5s', 1.5e9],
    ['.5ms', 5e5],
    ['-2us', -2000],
    ['3µs', 3000],
    ['1', null],
    ['s', null],
    ['1s ', null],
    ['1d', null],
    ['', null],
  ])('%s', (text, nanoseconds) => {
    expect(goDuration(text)).toBe(nanoseconds);
  });

  it('is read whatever its amounts are', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
        const text = `${String(hours)}h${String(minutes)}m${String(seconds)}s`;
        expect(goDuration(text)).toBe((hours * 3600 + minutes * 60 + seconds) * 1e9);
      }),
    );
  });
});
