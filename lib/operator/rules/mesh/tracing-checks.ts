import { isObject, type JsonObject } from '../../json';
import { jsonAt, textOf } from '../../json-at';
import { shown } from '../../shown';
import { goDuration } from './go-duration';
import { checked, type MeshCheck, type MeshProblem } from './mesh-check';
import { address } from './scalar-checks';

const TRACING = ['defaultConfig', 'tracing'];
const KEY_PROVIDER = ['defaultConfig', 'privateKeyProvider'];
const TRACERS = ['zipkin', 'datadog', 'lightstep'] as const;

/**
 * Checks what proxies are told of tracers and of keys.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/validation.go
 */
export const tracingChecks: MeshCheck = (mesh) => [
  ...TRACERS.flatMap((tracer) => tracerProblems(mesh, tracer)),
  ...tlsProblems(mesh),
  ...keyProviderProblems(mesh),
];

function tracerProblems(mesh: JsonObject, tracer: (typeof TRACERS)[number]): MeshProblem[] {
  const path = [...TRACING, tracer];
  const settings = jsonAt(mesh, path);
  if (!isObject(settings)) return [];
  // Proxies put the address of their node in its place.
  const named = (textOf(settings['address']) ?? '').replace('$(HOST_IP)', '127.0.0.1');
  const token = textOf(settings['accessToken']);
  return [
    ...checked(named, [...path, 'address'], address),
    ...(tracer === 'lightstep' && token === undefined
      ? [{ path, message: 'it has no accessToken; set it' }]
      : []),
  ];
}

function tlsProblems(mesh: JsonObject): MeshProblem[] {
  const path = [...TRACING, 'tlsSettings'];
  const settings = jsonAt(mesh, path);
  if (!isObject(settings)) return [];
  const has = (name: string) => textOf(settings[name]) !== undefined;
  const problem = (message: string) => [{ path, message }];
  const isMutual = settings['mode'] === 'MUTUAL' || settings['mode'] === 2;
  const isSimple = settings['mode'] === 'SIMPLE' || settings['mode'] === 1;
  const own = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].filter(has);
  if ((isMutual || isSimple) && has('credentialName')) {
    return own.length === 0
      ? []
      : problem(`found credentialName and ${own.join(', ')}; set one of the two`);
  }
  const missing = ['clientCertificate', 'privateKey'].filter((name) => !has(name));
  return isMutual && missing.length > 0
    ? problem(`mutual TLS needs ${missing.join(' and ')}; set it, or credentialName`)
    : [];
}

function keyProviderProblems(mesh: JsonObject): MeshProblem[] {
  const provider = jsonAt(mesh, KEY_PROVIDER);
  if (!isObject(provider)) return [];
  const names = ['cryptomb', 'qat'].filter((name) => isObject(provider[name]));
  if (names.length === 0)
    return [{ path: KEY_PROVIDER, message: 'it names no provider; set cryptomb or qat' }];
  return names.flatMap((name) => {
    const delay = jsonAt(provider, [name, 'pollDelay']);
    if (delay !== undefined && delay !== null && goDuration(delay) !== 0) return [];
    const path = [...KEY_PROVIDER, name, ...(delay === undefined ? [] : ['pollDelay'])];
    return [{ path, message: `found ${shown(delay)} as pollDelay; it must be set, such as 2ms` }];
  });
}
