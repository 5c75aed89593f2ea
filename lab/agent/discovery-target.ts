/** The Service that a proxy was told to use. */
export interface DiscoveryService {
  readonly name: string;
  readonly namespace: string;
}

/** Label of istiod pods, and of the Services that select them. */
const REVISION = 'istio.io/rev';

/**
 * The Service in a discovery address: `istiod-1-31.istio-system.svc:15012`, with or without a cluster domain.
 *
 * @throws when it names no Service of the cluster
 */
export function discoveryService(address: string): DiscoveryService {
  const host = address.replace(/:\d+$/, '');
  const [name = '', namespace = '', svc] = host.split('.');
  if (name === '' || namespace === '' || (svc !== undefined && svc !== 'svc')) {
    throw new Error(
      `discovery address "${address}" names no Service of the cluster; the lab follows <service>.<namespace>.svc:<port>`,
    );
  }
  return { name, namespace };
}

/** The revision of the istiods behind a Service's selector, as kube-proxy would find them. @default 'default' */
export function selectedRevision(selector: Readonly<Record<string, string>> | undefined): string {
  return selector?.[REVISION] ?? 'default';
}
