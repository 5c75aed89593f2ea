import { isObject, type Json, type JsonObject } from '../../json';
import { hasProfile } from '../istiod-place';
import { elementsOf, jsonAt, textOf, textsOf } from '../../json-at';
import type { RuleContext } from '../rule';
import { shown } from '../../shown';
import { hostProblem, isDnsLabel, isIpAddress, portProblem, wildcardProblem } from './host-name';
import type { MeshCheck, MeshProblem } from './mesh-check';

const PROVIDERS = 'extensionProviders';

/** Providers that are reached at a service and a port. */
const REMOTE = [
  'datadog',
  'envoyExtAuthzGrpc',
  'envoyExtAuthzHttp',
  'envoyHttpAls',
  'envoyOtelAls',
  'envoyTcpAls',
  'lightstep',
  'opencensus',
  'opentelemetry',
  'sds',
  'skywalking',
  'zipkin',
];

/** Providers that need no address. */
const LOCAL = ['envoyFileAccessLog', 'prometheus', 'stackdriver'];

/** What istiod has without being told. */
const BUILT_IN = ['prometheus', 'stackdriver', 'envoy'];

/** What the charts add with their profile demo. */
const OF_DEMO = ['otel', 'skywalking', 'otel-tracing', 'jaeger'];

/**
 * Extension providers that cannot work. istiod takes them, writes a line to its log, and whatever names them does nothing.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/extensionprovider.go
 */
export const providerChecks: MeshCheck = (mesh) => {
  const providers = elementsOf(mesh[PROVIDERS]);
  const names = providers.map(([, { name }]) => textOf(name));
  return providers.flatMap(([place, provider], index) => {
    const path = [PROVIDERS, place];
    const name = names[index];
    const kind = [...REMOTE, ...LOCAL].find((one) => provider[one] !== undefined);
    return [
      ...(name === undefined
        ? [{ path, message: 'it has no name, so nothing can name it; name it' }]
        : []),
      ...(name !== undefined && names.indexOf(name) < index
        ? [{ path: [...path, 'name'], message: `found "${name}" twice; give it another name` }]
        : []),
      ...(kind === undefined
        ? [
            {
              path,
              message: `it says nothing of what it is; set one of ${[...REMOTE, ...LOCAL].join(', ')}`,
            },
          ]
        : addressProblems([...path, kind], kind, provider[kind])),
    ];
  });
};

function addressProblems(
  path: readonly string[],
  kind: string,
  settings: Json | undefined,
): MeshProblem[] {
  if (!REMOTE.includes(kind) || !isObject(settings)) return [];
  const { service, port } = settings;
  const wrongService = serviceProblem(textOf(service) ?? '');
  const wrongPort = kind === 'sds' ? null : portProblem(Number(port ?? 0));
  return [
    ...(wrongService === null
      ? []
      : [
          {
            path: [...path, ...(service === undefined ? [] : ['service'])],
            message: `found ${shown(service)} as service: ${wrongService}; it must be a host or namespace/host, such as "tracing/zipkin.tracing.svc.cluster.local"`,
          },
        ]),
    ...(wrongPort === null
      ? []
      : [
          {
            path: [...path, ...(port === undefined ? [] : ['port'])],
            message: `found ${shown(port)} as port: ${wrongPort}`,
          },
        ]),
    ...statusProblems(path, settings),
    ...(isObject(settings['grpc']) && isObject(settings['http'])
      ? [{ path, message: 'found grpc and http; set one of the two' }]
      : []),
  ];
}

function serviceProblem(service: string): string | null {
  const [namespace = '', ...rest] = service.split('/');
  if (rest.length === 0) return isIpAddress(service) ? null : hostProblem(service);
  const host = rest.join('/');
  const name = namespace.replace(/^~/, '');
  if (namespace === '' || !(['', '*', '.'].includes(name) || isDnsLabel(name)))
    return `"${namespace}" is no namespace`;
  if (host !== '*' && !host.includes('.')) return `"${host}" is a short name`;
  return wildcardProblem(host);
}

function statusProblems(path: readonly string[], settings: JsonObject): MeshProblem[] {
  const { statusOnError, pathPrefix } = settings;
  const status = textOf(statusOnError);
  const prefix = textOf(pathPrefix);
  return [
    ...(status === undefined || /^[1-5]\d\d$/.test(status)
      ? []
      : [
          {
            path: [...path, 'statusOnError'],
            message: `found "${status}", must be an HTTP status, such as "403"`,
          },
        ]),
    ...(prefix === undefined || prefix.startsWith('/')
      ? []
      : [{ path: [...path, 'pathPrefix'], message: `found "${prefix}", must begin with "/"` }]),
  ];
}

/**
 * Names of default providers that nobody defines: they do nothing.
 * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/model/telemetry.go
 */
export function unknownProviders(mesh: JsonObject, context: RuleContext): MeshProblem[] {
  const defined = elementsOf(mesh[PROVIDERS]).flatMap(([, { name }]) => textOf(name) ?? []);
  // A list replaces that of a profile.
  const ofCharts = mesh[PROVIDERS] === undefined && hasProfile(context, 'demo') ? OF_DEMO : [];
  const known = [...BUILT_IN, ...defined, ...ofCharts];
  return ['tracing', 'metrics', 'accessLogging'].flatMap((kind) =>
    textsOf(jsonAt(mesh, ['defaultProviders', kind]))
      .filter(([, name]) => !known.includes(name))
      .map(([place, name]) => ({
        path: ['defaultProviders', kind, place],
        message: `found "${name}", which no extension provider is called, so it does nothing; known: ${known.join(', ')}`,
      })),
  );
}
