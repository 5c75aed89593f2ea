import type { KubeClient } from '../../lib/cluster/kube-client';
import { REVISION_LABEL } from '../../lib/rollout/names';
import { discoveryService, selectedRevision } from './discovery-target';
import { requestCertificate, rootsOf, type ProxyCertificate } from './proxy-certificate';
import type { ProxyEntry } from './proxy-entry';
import { proxyIdentity, type ProxyIdentity } from './proxy-identity';
import { serviceAccountToken } from './service-account-token';
import { withResponse } from './traffic/proxy-config';
import type { UsedIstiods } from './used-istiods';
import { openXdsStream } from './xds-stream';

/** Where istiod's Service has xDS and certificates. */
const DISCOVERY_PORT = 15012;

const ROOT_CERTIFICATE = 'istio-ca-root-cert';

/** A certificate is renewed when less than this is left of it, in milliseconds. */
const RENEW_BEFORE_MS = 60 * 60_000;

/** Finds the xDS ports of the ready istiods of a revision. */
export type FindIstiods = (revision: string) => readonly number[];

/** What connecting needs, and whom it tells. */
export interface ConnectOptions {
  readonly client: KubeClient;
  readonly findIstiods: FindIstiods;
  /** Those of another cluster; `null` in a lab of one. */
  readonly used: Pick<UsedIstiods, 'find'> | null;
  /** Which of several istiods is next. */
  readonly turn: number;
  /** Whether the proxy refuses what istiod sends now. */
  readonly refuses: () => boolean;
  readonly connected: (identity: ProxyIdentity, revision: string) => void;
  readonly ended: (reason: string) => void;
}

/** Gets a proxy its certificate and opens its stream, both at an istiod that its injected configuration names. */
export async function connectProxy(entry: ProxyEntry, options: ConnectOptions): Promise<void> {
  const { client } = options;
  const identity = proxyIdentity(entry.pod);
  if (identity === null) throw new Error('the pod has no address yet, or names no istiod');
  const { namespace, serviceAccount, discoveryAddress } = identity;
  const { revision, port } = await istiodBehind(discoveryAddress, options);
  const [rootCertificate, token] = await Promise.all([
    readRootCertificate(client, namespace),
    serviceAccountToken(client, namespace, serviceAccount, 'istio-ca'),
  ]);
  const address = `127.0.0.1:${String(port)}`;
  const serverName = discoveryAddress.replace(/:\d+$/, '');
  if (isDue(entry.certificate, rootCertificate)) {
    const authority = { address, serverName, rootCertificate, token, cluster: identity.cluster };
    entry.certificate = await requestCertificate({ ...authority, namespace, serviceAccount });
  }
  if (entry.gone) return;
  entry.refused = false;
  entry.stream = openXdsStream({
    identity,
    address,
    rootCertificate,
    token,
    onReady: () => {
      options.connected(identity, revision);
    },
    onAccepted: (response) => {
      entry.config = withResponse(entry.config, response);
    },
    refuses: () => {
      const refuses = options.refuses();
      if (refuses) entry.refused = true;
      return refuses;
    },
    onEnd: options.ended,
  });
}

/** One of a root that the mesh has left is worth nothing, however long it lasts. */
function isDue(certificate: ProxyCertificate | null, rootCertificate: string): boolean {
  if (certificate === null || certificate.expiresAt < Date.now() + RENEW_BEFORE_MS) return true;
  return !rootsOf(rootCertificate).includes(certificate.root);
}

async function readRootCertificate(client: KubeClient, namespace: string): Promise<string> {
  const { data } = await client.core.readNamespacedConfigMap({ name: ROOT_CERTIFICATE, namespace });
  const certificate = data?.['root-cert.pem'];
  if (certificate === undefined) {
    throw new Error(`ConfigMap ${namespace}/${ROOT_CERTIFICATE} has no key root-cert.pem yet`);
  }
  return certificate;
}

/** Follows the Service of a discovery address to the ready istiods that it selects, and takes them in turn. */
async function istiodBehind(
  address: string,
  { client, findIstiods, used, turn }: ConnectOptions,
): Promise<{ revision: string; port: number }> {
  const named = discoveryService(address);
  const service = await client.core.readNamespacedService(named);
  if (used !== null && service.spec?.selector === undefined) {
    const port = await used.find(named, DISCOVERY_PORT, turn);
    if (port === null) throw new Error(`${address} leads to no istiod of another cluster`);
    return { revision: service.metadata?.labels?.[REVISION_LABEL] ?? 'default', port };
  }
  const revision = selectedRevision(service.spec?.selector);
  const ports = findIstiods(revision);
  const port = ports[turn % Math.max(1, ports.length)];
  if (port === undefined) throw new Error(`no istiod of ${revision} is ready`);
  return { revision, port };
}
