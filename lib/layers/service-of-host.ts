/** A service that a host names, `<name>.<namespace>.svc.cluster.local`; `null` for any other host. */
export function serviceOfHost(host: string): { name: string; namespace: string } | null {
  const [, name, namespace] = /^([^.*]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host) ?? [];
  return name === undefined || namespace === undefined ? null : { name, namespace };
}
