import { isObject, type Json, type JsonObject } from '../../json';
import { jsonAt } from '../../json-at';
import { shown } from '../../shown';
import { goDuration } from './go-duration';
import { checked, type MeshCheck, type MeshProblem, type ValueCheck } from './mesh-check';
import { duration } from './scalar-checks';

const atLeast =
  (least: number): ValueCheck =>
  (value) =>
    Number(value) >= least ? null : `found ${shown(value)}, must be ${String(least)} or more`;

const percent: ValueCheck = (value) =>
  Number(value) >= 0 && Number(value) <= 100
    ? null
    : `found ${shown(value)}, must be a percentage from 0 to 100`;

const notNegative: ValueCheck = (value) =>
  (goDuration(value) ?? 0) >= 0 ? null : `found ${shown(value)}, must be 0s or longer`;

/** Zero switches this timeout off. */
const durationOrZero: ValueCheck = (value) => (goDuration(value) === 0 ? null : duration(value));

/** Least window of HTTP/2, in bytes. */
const WINDOW = 65_535;

/** What istiod wants of `defaultConfig.connectionSettings`. */
const CONNECTION: Readonly<Record<string, ValueCheck>> = {
  listenerPerConnectionBufferLimitBytes: atLeast(0),
  clusterPerConnectionBufferLimitBytes: atLeast(0),
  httpIdleTimeout: notNegative,
  httpMaxConnectionDuration: notNegative,
  httpDrainTimeout: notNegative,
  httpRequestTimeout: notNegative,
  httpRequestHeadersTimeout: notNegative,
  httpStreamIdleTimeout: notNegative,
  httpMaxStreamDuration: notNegative,
  httpMaxConcurrentStreams: atLeast(1),
  http2InitialStreamWindowSize: atLeast(WINDOW),
  http2InitialConnectionWindowSize: atLeast(WINDOW),
  listenerConnectionLimit: atLeast(1),
  globalDownstreamConnectionLimit: atLeast(1),
};

/** What istiod wants of `defaultTrafficPolicy`. */
const TRAFFIC: Readonly<Record<string, ValueCheck>> = {
  'connectionPool.http.http1MaxPendingRequests': atLeast(0),
  'connectionPool.http.http2MaxRequests': atLeast(0),
  'connectionPool.http.maxRequestsPerConnection': atLeast(0),
  'connectionPool.http.maxRetries': atLeast(0),
  'connectionPool.http.maxConcurrentStreams': atLeast(0),
  'connectionPool.http.idleTimeout': duration,
  'connectionPool.tcp.maxConnections': atLeast(0),
  'connectionPool.tcp.connectTimeout': duration,
  'connectionPool.tcp.maxConnectionDuration': duration,
  'connectionPool.tcp.idleTimeout': durationOrZero,
  'connectionPool.tcp.tcpKeepalive.time': duration,
  'connectionPool.tcp.tcpKeepalive.interval': duration,
  'outlierDetection.baseEjectionTime': duration,
  'outlierDetection.interval': duration,
  'outlierDetection.maxEjectionPercent': percent,
  'outlierDetection.minHealthPercent': percent,
};

/**
 * Checks limits of connections, and the traffic policy of the whole mesh.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/validation.go
 */
export const connectionChecks: MeshCheck = (mesh) => [
  ...fields(mesh, ['defaultConfig', 'connectionSettings'], CONNECTION),
  ...fields(mesh, ['defaultTrafficPolicy'], TRAFFIC),
  ...trafficProblems(mesh['defaultTrafficPolicy']),
];

function fields(
  mesh: JsonObject,
  root: readonly string[],
  checks: Readonly<Record<string, ValueCheck>>,
): MeshProblem[] {
  return Object.entries(checks).flatMap(([name, check]) => {
    const path = [...root, ...name.split('.')];
    return checked(jsonAt(mesh, path), path, check);
  });
}

function trafficProblems(policy: Json | undefined): MeshProblem[] {
  const path = ['defaultTrafficPolicy'];
  const pool = jsonAt(policy, ['connectionPool']);
  const http = jsonAt(pool, ['http']);
  const outlier = jsonAt(policy, ['outlierDetection']);
  const isUpgrade = [jsonAt(http, ['h2UpgradePolicy'])].some(
    (one) => one === 'UPGRADE' || one === 2,
  );
  const hasLocal = Number(jsonAt(outlier, ['consecutiveLocalOriginFailures']) ?? 0) > 0;
  return [
    ...(isObject(pool) && !isObject(http) && !isObject(pool['tcp'])
      ? [
          {
            path: [...path, 'connectionPool'],
            message: 'it says nothing; set http or tcp, or remove it',
          },
        ]
      : []),
    ...(isUpgrade && jsonAt(http, ['useClientProtocol']) === true
      ? [
          {
            path: [...path, 'connectionPool', 'http', 'useClientProtocol'],
            message: 'found true beside h2UpgradePolicy UPGRADE; remove one of the two',
          },
        ]
      : []),
    ...(hasLocal && jsonAt(outlier, ['splitExternalLocalOriginErrors']) !== true
      ? [
          {
            path: [...path, 'outlierDetection', 'consecutiveLocalOriginFailures'],
            message: 'it counts only when splitExternalLocalOriginErrors is true; set it',
          },
        ]
      : []),
  ];
}
