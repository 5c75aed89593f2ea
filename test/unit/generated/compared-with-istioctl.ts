import type { ProblemKind } from '../../../lib/generated/find-problems';

/** A spec, what istioctl 1.30 and 1.31 do with it, and what the schema makes of it. */
export interface Compared {
  readonly what: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly istioctl: 'takes it' | 'refuses it';
  /** Kinds of problems, in the order in which they are found. */
  readonly problems: readonly ProblemKind[];
  /** Why the schema is stricter or wider than istioctl. */
  readonly reason?: string;
}

const pilot = (pilot: object) => ({ values: { pilot } });
const global = (global: object) => ({ values: { global } });
const mesh = (meshConfig: object) => ({ meshConfig });
const k8s = (k8s: object) => ({ components: { pilot: { k8s } } });

const takes = (what: string, spec: Compared['spec'], ...problems: ProblemKind[]): Compared => ({
  what,
  spec,
  istioctl: 'takes it',
  problems,
});
const refuses = (what: string, spec: Compared['spec'], ...problems: ProblemKind[]): Compared => ({
  what,
  spec,
  istioctl: 'refuses it',
  problems,
});
const because = (reason: string, compared: Compared): Compared => ({ ...compared, reason });

const SILENT = 'istioctl drops what it does not know of the mesh config without a word';
const CHARTS_ONLY = 'the chart reads it, so it is told, not refused';
const SERVER = 'the API server would refuse what comes of it';

/** Each was run with the istioctl of both minors. */
export const COMPARED: readonly Compared[] = [
  refuses('an unknown field of the spec', { profil: 'demo' }, 'unknown-field'),
  refuses('an unknown component', { components: { pilots: {} } }, 'unknown-field'),
  refuses('an unknown Kubernetes setting', k8s({ replicas: 1 }), 'unknown-field'),
  refuses(
    'an unknown field of a Kubernetes type',
    k8s({ affinity: { node: {} } }),
    'unknown-field',
  ),
  refuses('a number in quotes for a Go number', k8s({ replicaCount: '2' }), 'wrong-type'),
  takes('a whole number written with a fraction', k8s({ replicaCount: 2.0 })),
  refuses('a fraction for a whole number', k8s({ replicaCount: 1.5 }), 'wrong-type'),
  refuses('a negative number of replicas', k8s({ replicaCount: -1 }), 'out-of-range'),
  refuses('a boolean in a map of strings', k8s({ nodeSelector: { a: true } }), 'wrong-type'),
  refuses('a number in a map of strings', k8s({ podAnnotations: { a: 1 } }), 'wrong-type'),
  takes('a quantity as a number', k8s({ resources: { requests: { cpu: 1 } } })),
  takes('a quantity with an exponent', k8s({ resources: { requests: { memory: '1e9' } } })),
  refuses('no quantity', k8s({ resources: { requests: { cpu: 'lots' } } }), 'malformed'),
  takes('a port by name', k8s({ readinessProbe: { httpGet: { path: '/ready', port: 'http' } } })),
  refuses(
    'a port that is a fraction',
    k8s({ readinessProbe: { httpGet: { port: 1.5 } } }),
    'wrong-type',
  ),
  refuses('a string for a boolean', { components: { cni: { enabled: 'true' } } }, 'wrong-type'),
  takes('null for a component', { components: { cni: null } }),
  takes('null for a Kubernetes setting', k8s({ affinity: null })),
  refuses('an object where a list is due', { components: { ingressGateways: {} } }, 'wrong-type'),
  takes('a tag that is a number', { tag: 1.31 }),
  takes('a component tag that is a boolean', { components: { pilot: { tag: true } } }),
  because(
    SERVER,
    takes(
      'a type of a host path of another case',
      k8s({ volumes: [{ name: 'a', hostPath: { path: '/', type: 'dir' } }] }),
      'not-in-enum',
    ),
  ),
  takes('an empty enum', k8s({ strategy: { type: '' } })),
  takes('volumes, which istioctl then drops', k8s({ volumes: [{ name: 'a', emptyDir: {} }] })),

  because(
    SERVER,
    takes('a pull policy of another case', k8s({ imagePullPolicy: 'always' }), 'not-in-enum'),
  ),
  because(
    SERVER,
    takes('the same among the values', global({ imagePullPolicy: 'always' }), 'not-in-enum'),
  ),

  refuses('an unknown value', { values: { pilots: {} } }, 'unknown-field'),
  refuses('an unknown value further down', global({ proxy: { imag: 'x' } }), 'unknown-field'),
  takes('a number in quotes for a value', pilot({ autoscaleMin: '2' })),
  refuses('text for a number', pilot({ autoscaleMin: 'two' }), 'malformed'),
  refuses(
    'a fraction for a whole number of the values',
    pilot({ autoscaleMin: 1.5 }),
    'wrong-type',
  ),
  refuses('a negative number', pilot({ autoscaleMin: -1 }), 'out-of-range'),
  refuses('a number that is too large', pilot({ autoscaleMin: 4294967296 }), 'out-of-range'),
  takes('a fraction in quotes', pilot({ traceSampling: '1.5' })),
  refuses('a boolean in quotes', pilot({ autoscaleEnabled: 'true' }), 'wrong-type'),
  refuses('a number for a string', pilot({ image: 1 }), 'wrong-type'),
  takes('null for a value', pilot({ traceSampling: null })),
  takes('an enum by name', global({ proxy: { tracer: 'zipkin' } })),
  refuses('an enum of the values by number', global({ proxy: { tracer: 5 } }), 'not-in-enum'),
  refuses('an enum of another case', global({ proxy: { tracer: 'Zipkin' } }), 'not-in-enum'),
  takes('a percentage', pilot({ rollingMaxSurge: '50%' }), 'deprecated-field'),
  takes('a number for a percentage', pilot({ rollingMaxSurge: 1 }), 'deprecated-field'),
  refuses(
    'a boolean for a percentage',
    pilot({ rollingMaxSurge: true }),
    'deprecated-field',
    'wrong-type',
  ),
  takes('a duration', pilot({ keepaliveMaxServerConnectionAge: '1h30m' })),
  refuses(
    'a duration without a unit',
    pilot({ keepaliveMaxServerConnectionAge: '30' }),
    'malformed',
  ),
  refuses(
    'a duration that is a number',
    pilot({ keepaliveMaxServerConnectionAge: 30 }),
    'wrong-type',
  ),
  refuses(
    'a number in resources',
    pilot({ resources: { requests: { cpu: 1 } } }),
    'deprecated-field',
    'wrong-type',
  ),
  takes('free-form annotations', pilot({ serviceAnnotations: { a: 'b' } })),
  refuses('a list for free-form annotations', pilot({ serviceAnnotations: [] }), 'wrong-type'),
  refuses('an unknown field of a checked type', pilot({ affinity: { node: {} } }), 'unknown-field'),
  refuses(
    'an unknown field in a list of a checked type',
    pilot({ volumes: [{ nam: 'a' }] }),
    'unknown-field',
  ),
  refuses(
    'an unknown toleration field',
    pilot({ tolerations: [{ kee: 'a' }] }),
    'deprecated-field',
    'unknown-field',
  ),
  takes('an IP range', global({ proxy: { includeIPRanges: '10.0.0.0/8,2001:db8::/32' } })),
  refuses('no IP range', global({ proxy: { includeIPRanges: '10.0.0.0' } }), 'malformed'),
  takes('ports', global({ proxy: { includeInboundPorts: '80,443' } })),
  refuses(
    'a port beyond the last',
    global({ proxy: { excludeInboundPorts: '65536' } }),
    'malformed',
  ),
  takes(
    "protobuf's own name of a value",
    { values: { istio_cni: { chained: false } } },
    'second-name',
    'deprecated-field',
    'deprecated-field',
  ),
  takes('any value of the ztunnel chart', { values: { ztunnel: { logLevel: 'debug' } } }),
  because(
    'istioctl passes it to a chart that does not read it',
    takes(
      'an unknown value of the ztunnel chart',
      { values: { ztunnel: { logLevels: 'debug' } } },
      'unknown-field',
    ),
  ),
  because(
    CHARTS_ONLY,
    refuses(
      'a value that only a chart knows',
      pilot({ trustedZtunnelName: 'z' }),
      'chart-only-field',
    ),
  ),
  because(
    CHARTS_ONLY,
    refuses(
      'another one',
      { values: { base: { validationFailurePolicy: 'Fail' } } },
      'chart-only-field',
    ),
  ),
  because(
    'istioctl takes objects alone, the chart writes them as arguments',
    refuses('arguments of istiod', pilot({ extraContainerArgs: ['--x'] })),
  ),
  because(
    'istioctl checks it against the wrong type',
    refuses('a node selector of waypoints', global({ waypoint: { nodeSelector: { a: 'b' } } })),
  ),

  takes('a mesh config', mesh({ accessLogFile: '/dev/stdout', connectTimeout: '10s' })),
  because(
    SILENT,
    takes('an unknown field of the mesh config', mesh({ accessLog: 'x' }), 'unknown-field'),
  ),
  because(
    SILENT,
    takes(
      'an unknown field further down',
      mesh({ defaultConfig: { concurency: 2 } }),
      'unknown-field',
    ),
  ),
  takes(
    "protobuf's own names in the mesh config",
    mesh({ access_log_file: '/dev/stdout' }),
    'second-name',
  ),
  refuses(
    'a string for a boolean of the mesh config',
    mesh({ enableTracing: 'true' }),
    'wrong-type',
  ),
  refuses('a number for a string of the mesh config', mesh({ accessLogFile: 1 }), 'wrong-type'),
  takes('a number in quotes in the mesh config', mesh({ defaultConfig: { concurrency: '2' } })),
  refuses(
    'a duration of the mesh config without a unit',
    mesh({ connectTimeout: '10' }),
    'malformed',
  ),
  refuses('an unknown enum of the mesh config', mesh({ accessLogEncoding: 'XML' }), 'not-in-enum'),
  takes('an enum of the mesh config by number', mesh({ accessLogEncoding: 1 })),
  takes('null in the mesh config', mesh({ accessLogFile: null })),
  refuses('a list for an object of the mesh config', mesh({ defaultConfig: [] }), 'wrong-type'),
  refuses(
    'a boolean in proxy metadata',
    mesh({ defaultConfig: { proxyMetadata: { A: true } } }),
    'wrong-type',
  ),
  because(
    'the last one wins, in an order that nobody wrote down',
    takes(
      'two of the fields of which one takes effect',
      mesh({ extensionProviders: [{ name: 'a', prometheus: {}, stackdriver: {} }] }),
      'exclusive-fields',
    ),
  ),
  refuses(
    'a mesh config among the values that is wrong',
    { values: { meshConfig: { enableTracing: 'x' } } },
    'wrong-type',
  ),
  takes('unvalidated values', { unvalidatedValues: { anything: { goes: [1] } } }),
];
