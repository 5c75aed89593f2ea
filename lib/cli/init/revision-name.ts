/** What a revision of an Istio version is called unless somebody says otherwise: `1-31` of `1.31.0`. */
export function revisionName(version: string): string {
  return version.split('.').slice(0, 2).join('-');
}
