/** Name of a revision's Deployment and Service of istiod, as Istio's chart makes it. */
export function istiodName(revision: string): string {
  return revision === 'default' ? 'istiod' : `istiod-${revision}`;
}
