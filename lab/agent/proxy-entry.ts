import type { V1Pod } from '@kubernetes/client-node';
import { workloadOf } from '../../lib/cluster/pod-fact';
import { GENERATION_LABEL, generationName } from '../../lib/rollout/generation-name';
import { isReady } from './pod-readiness';
import type { ProxyCertificate } from './proxy-certificate';
import { clusterOf, proxyVersion } from './proxy-identity';
import { CALLS_ANNOTATION, parseCalls, type Call } from './traffic/calls';
import { NO_CONFIG, type ProxyConfig } from './traffic/proxy-config';
import { ProxyMetrics } from './traffic/proxy-metrics';
import type { TrafficProxy } from './traffic/traffic-proxy';
import type { XdsStream } from './xds-stream';

/** One simulated proxy with all that is known of it. */
export interface ProxyEntry {
  pod: V1Pod;
  readonly calls: readonly Call[];
  readonly metrics: ProxyMetrics;
  /** The pod is gone; whatever was under way for it must come to nothing. */
  gone: boolean;
  stream: XdsStream | null;
  /** The present stream has brought clusters and listeners. */
  connected: boolean;
  /** Some stream has. */
  configured: boolean;
  /** Something of the present stream was refused. */
  refused: boolean;
  config: ProxyConfig;
  certificate: ProxyCertificate | null;
  connecting: boolean;
  patching: boolean;
  failures: number;
  retryAt: number;
}

/** A proxy that has done nothing yet. @throws Error when its annotation describes no calls. */
export function newEntry(pod: V1Pod): ProxyEntry {
  return {
    pod,
    calls: parseCalls(pod.metadata?.annotations?.[CALLS_ANNOTATION]),
    metrics: new ProxyMetrics(proxyVersion(pod)),
    gone: false,
    stream: null,
    connected: false,
    configured: false,
    refused: false,
    config: NO_CONFIG,
    certificate: null,
    connecting: false,
    patching: false,
    failures: 0,
    retryAt: 0,
  };
}

/**
 * The proxy as traffic sees it.
 * @param isBehind - whether a pod, as `<namespace>/<name>`, is behind the address of a Service, named alike
 */
export function trafficProxy(
  entry: ProxyEntry,
  isBehind: (service: string, pod: string) => boolean,
): TrafficProxy {
  const { pod, config, certificate, calls, metrics } = entry;
  const { namespace = '', name = '', labels = {}, annotations = {} } = pod.metadata ?? {};
  const workload = workloadOf(pod)?.name ?? name;
  const key = gatewayOf(pod, workload);
  return {
    caller: {
      pod: `${namespace}/${name}`,
      namespace,
      workload,
      serviceAccount: pod.spec?.serviceAccountName ?? 'default',
      app: labels['app'] ?? labels['app.kubernetes.io/name'] ?? '',
      version: labels['version'] ?? 'latest',
      cluster: clusterOf(pod),
    },
    address: pod.status?.podIP ?? '',
    revision: annotations['istio.io/rev'] ?? '',
    ready: isReady(pod),
    config,
    hasCertificate: certificate !== null,
    ...(certificate === null ? {} : { root: certificate.root }),
    calls,
    gateway: key === null ? null : { key, behind: isBehind(key, `${namespace}/${name}`) },
    metrics,
  };
}

/** The gateway whose generation a pod belongs to, as `<namespace>/<name>`. */
function gatewayOf({ metadata }: V1Pod, workload: string): string | null {
  const revision = metadata?.labels?.[GENERATION_LABEL];
  if (revision === undefined) return null;
  const suffix = generationName('', revision);
  return `${metadata?.namespace ?? ''}/${workload.slice(0, -suffix.length)}`;
}
