import { X509Certificate } from 'node:crypto';
import type { V1ConfigMap } from '@kubernetes/client-node';
import type { KubeClient } from './kube-client';

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
  let _continue: string | undefined;
  do {
    const page = await client.core.listConfigMapForAllNamespaces({
      fieldSelector: `metadata.name=${NAME}`,
      limit: 500,
      ...(_continue === undefined ? {} : { _continue }),
    });
    for (const item of page.items) addRoots(item, byNamespace, pems);
    _continue = page.metadata?._continue === '' ? undefined : page.metadata?._continue;
  } while (_continue !== undefined);
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
