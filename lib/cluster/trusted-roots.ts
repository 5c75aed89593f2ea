import { X509Certificate } from 'node:crypto';
import type { V1ConfigMap } from '@kubernetes/client-node';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

const NAME = 'istio-ca-root-cert';
const KEY = 'root-cert.pem';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** What the proxies of each namespace trust: istiod writes it into a ConfigMap of every namespace. */
export interface TrustedRoots {
  /** Fingerprints by namespace. */
  readonly byNamespace: Readonly<Record<string, readonly string[]>>;
  /** Each root once, as PEM. */
  readonly pems: readonly string[];
}

/** Reads the roots that the namespaces of a mesh trust. */
export async function readTrustedRoots(client: KubeClient): Promise<TrustedRoots> {
  const byNamespace: Record<string, string[]> = {};
  const pems = new Map<string, string>();
  const selectors = { fieldSelector: `metadata.name=${NAME}` };
  for (const item of await listAll<V1ConfigMap>(client, 'v1', 'ConfigMap', selectors)) {
    addRoots(item, byNamespace, pems);
  }
  return { byNamespace, pems: [...pems.values()] };
}

function addRoots(
  { metadata, data }: V1ConfigMap,
  byNamespace: Record<string, string[]>,
  pems: Map<string, string>,
): void {
  for (const pem of (data?.[KEY] ?? '').match(CERTIFICATE) ?? []) {
    const { fingerprint256 } = new X509Certificate(pem);
    (byNamespace[metadata?.namespace ?? ''] ??= []).push(fingerprint256);
    pems.set(fingerprint256, pem);
  }
}
