const DOMAIN = 'svc.cluster.local';

/** A host as Istio reads it: a name without dots is a service of the namespace of the object that names it. */
export function resolveHost(host: string, namespace: string): string {
  return host.includes('.') || host === '*' ? host : `${host}.${namespace}.${DOMAIN}`;
}

/** Whether a host, or every host of a wildcard, is among those of another, such as `shop.example.org` of `*.example.org`. */
export function isHostIn(host: string, of: string): boolean {
  if (of === '*' || of === host) return true;
  return of.startsWith('*.') && host.endsWith(of.slice(1));
}
