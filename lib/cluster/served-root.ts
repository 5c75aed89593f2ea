import { X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { Duplex } from 'node:stream';
import type { KubeClient } from './kube-client';
import { POD_TIMEOUT_MS, withPodConnection, type PodPort } from './pod-connection';

/** istiod's port for proxies. */
export const SECURE_GRPC_PORT = 15012;

/**
 * The root that the chain leads to which a pod serves, by its SHA-256 fingerprint; `null` when none of `roots` is one.
 * @param roots - certificates as PEM
 */
export async function readServedRoot(
  client: KubeClient,
  target: PodPort,
  roots: readonly string[],
): Promise<string | null> {
  const chain = await withPodConnection(client, target, servedChain);
  return rootOf(chain, roots);
}

/** The trusted root that signed the last certificate of a chain, or that is in it. @param roots - certificates as PEM */
export function rootOf(chain: readonly X509Certificate[], roots: readonly string[]): string | null {
  const last = chain.at(-1);
  const trusted = roots.map((pem) => new X509Certificate(pem));
  const root = trusted.find(
    (one) =>
      chain.some((member) => member.fingerprint256 === one.fingerprint256) ||
      last?.verify(one.publicKey) === true,
  );
  return root?.fingerprint256 ?? null;
}

function servedChain(connection: Duplex): Promise<X509Certificate[]> {
  let timer: NodeJS.Timeout | undefined;
  const chain = new Promise<X509Certificate[]>((resolve, reject) => {
    // What is served is judged here, by the roots that the mesh trusts; no secret is sent over this connection.
    const socket = connect({
      socket: connection,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
    });
    timer = setTimeout(() => {
      reject(new Error(`no TLS handshake within ${POD_TIMEOUT_MS / 1000} s`));
      socket.destroy();
    }, POD_TIMEOUT_MS);
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(chainOf(socket.getPeerCertificate(true)));
      socket.destroy();
    });
  });
  return chain.finally(() => {
    clearTimeout(timer);
  });
}

function chainOf(leaf: DetailedPeerCertificate): X509Certificate[] {
  const chain = new Map<string, X509Certificate>();
  let next: DetailedPeerCertificate | undefined = leaf;
  // A root is its own issuer.
  while (next !== undefined && !chain.has(next.fingerprint256)) {
    chain.set(next.fingerprint256, new X509Certificate(next.raw));
    next = issuerOf(next);
  }
  return [...chain.values()];
}

/** Its type says that there always is one. */
function issuerOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate | undefined {
  return certificate.issuerCertificate;
}
