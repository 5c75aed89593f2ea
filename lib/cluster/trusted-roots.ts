import { X509Certificate } from 'node:crypto';
import type { V1ConfigMap } from '@kubernetes/client-node';

/** What the proxies of a namespace trust: istiod writes it into a ConfigMap of this name in each. */
export const ROOT_CERT = 'istio-ca-root-cert';

const KEY = 'root-cert.pem';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The roots that one namespace trusts. */
export interface NamespaceRoots {
  readonly namespace: string;
  readonly pems: readonly string[];
  readonly fingerprints: readonly string[];
}

/** Reads them from the ConfigMap of a namespace. @throws Error for what is no certificate. */
export function rootsOf({ metadata, data }: V1ConfigMap): NamespaceRoots {
  const pems = (data?.[KEY] ?? '').match(CERTIFICATE) ?? [];
  return {
    namespace: metadata?.namespace ?? '',
    pems,
    fingerprints: pems.map((pem) => new X509Certificate(pem).fingerprint256),
  };
}
