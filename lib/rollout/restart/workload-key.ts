/** How a record names a workload: `<kind>/<namespace>/<name>`. */
export function workloadKey({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${kind}/${namespace}/${name}`;
}
