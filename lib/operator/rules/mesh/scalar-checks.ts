import type { Json } from '../../json';
import { elementsOf, jsonAt, textsOf } from '../../json-at';
import { shown } from '../../shown';
import { goDuration, HOUR, MILLISECOND, SECOND } from './go-duration';
import { addressProblem, portProblem, trustDomainProblem, wildcardProblem } from './host-name';
import { checked, type MeshCheck, type ValueCheck } from './mesh-check';

/** What istiod wants of single fields, by their paths; names and types are the schema's to check. */
const FIELDS: readonly (readonly [path: string, ValueCheck])[] = [
  ['proxyListenPort', port],
  ['connectTimeout', connectTimeout],
  ['protocolDetectionTimeout', wholeMilliseconds],
  ['trustDomain', trustDomain],
  ['meshMTLS.ecdhCurves', noCurves],
  ['defaultConfig.proxyAdminPort', port],
  ['defaultConfig.statusPort', port],
  ['defaultConfig.drainDuration', drainDuration],
  ['defaultConfig.configPath', text],
  ['defaultConfig.binaryPath', text],
  ['defaultConfig.serviceCluster', text],
  ['defaultConfig.discoveryAddress', address],
  ['defaultConfig.statsdUdpAddress', optionalAddress],
  ['defaultConfig.envoyMetricsServiceAddress', optionalAddress],
  ['defaultConfig.envoyMetricsService.address', optionalAddress],
  ['defaultConfig.envoyAccessLogService.address', optionalAddress],
  ['defaultConfig.controlPlaneAuthPolicy', authPolicy],
];

/**
 * Checks single fields as istiod does when it reads its configuration.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/validation.go
 */
export const scalarChecks: MeshCheck = (mesh) => [
  ...FIELDS.flatMap(([name, check]) => {
    const path = name.split('.');
    return checked(jsonAt(mesh, path), path, check);
  }),
  ...textsOf(mesh['trustDomainAliases']).flatMap(([place, alias]) =>
    checked(alias, ['trustDomainAliases', place], trustDomain),
  ),
  ...elementsOf(mesh['serviceSettings']).flatMap(([index, { hosts }]) =>
    textsOf(hosts).flatMap(([place, host]) =>
      checked(host, ['serviceSettings', index, 'hosts', place], wildcardHost),
    ),
  ),
];

function port(value: Json): string | null {
  return found(value, portProblem(Number(value)), 'a port, such as 15001');
}

function text(value: Json): string | null {
  return value === ''
    ? 'found "", but it must not be empty; remove it, and its default holds'
    : null;
}

/** An address of host and port. */
export function address(value: Json): string | null {
  return typeof value === 'string'
    ? found(value, addressProblem(value), 'host:port, such as "zipkin.tracing:9411"')
    : null;
}

function optionalAddress(value: Json): string | null {
  return value === '' ? null : address(value);
}

function trustDomain(value: Json): string | null {
  return typeof value === 'string'
    ? found(value, trustDomainProblem(value), 'a domain, such as "cluster.local"')
    : null;
}

function wildcardHost(value: Json): string | null {
  return typeof value === 'string'
    ? found(value, wildcardProblem(value), 'a host, such as "*.local"')
    : null;
}

/** At least a millisecond, and no finer. */
export function duration(value: Json): string | null {
  const nanoseconds = goDuration(value);
  if (nanoseconds === null) return null;
  if (nanoseconds < MILLISECOND) return `found ${shown(value)}, must be 1ms or longer`;
  return wholeMilliseconds(value);
}

function wholeMilliseconds(value: Json): string | null {
  return (goDuration(value) ?? 0) % MILLISECOND === 0
    ? null
    : `found ${shown(value)}, must be whole milliseconds`;
}

function connectTimeout(value: Json): string | null {
  const isLong = (goDuration(value) ?? 0) > HOUR;
  return duration(value) ?? (isLong ? `found ${shown(value)}, must be 1h or shorter` : null);
}

function drainDuration(value: Json): string | null {
  const isFine = (goDuration(value) ?? 0) % SECOND === 0;
  return duration(value) ?? (isFine ? null : `found ${shown(value)}, must be whole seconds`);
}

/** The number is how protobuf writes it. */
function authPolicy(value: Json): string | null {
  return value === 'INHERIT' || value === 1000
    ? `found ${shown(value)}, must be NONE or MUTUAL_TLS`
    : null;
}

function noCurves(): string {
  return 'curves of mesh mTLS cannot be chosen; remove it, or set tlsDefaults.ecdhCurves for traffic from outside';
}

function found(value: Json, problem: string | null, allowed: string): string | null {
  return problem === null ? null : `found ${shown(value)}: ${problem}; it must be ${allowed}`;
}
