import { DNS_LABEL } from '../../../operator/dns-label';

/** By this label istiods find the Secrets with the access to other clusters. */
export const REMOTE_SECRET_LABELS = { 'istio/multiCluster': 'true' } as const;

/** The same, as the API server selects. */
export const REMOTE_SECRET_SELECTOR = 'istio/multiCluster=true';

/** Which cluster a remote secret leads to; people and istioctl read it, istiod goes by the key. */
export const CLUSTER_ANNOTATION = 'networking.istio.io/cluster';

/** Field manager of the remote secrets that are issued here. */
export const REMOTE_FIELD_MANAGER = 'istio-revisions-remote';

/** Shortest life of a token that an API server issues, in seconds. */
export const SHORTEST_LIFE_SECONDS = 600;

/** Name of the Secret with the access to a cluster, as `istioctl create-remote-secret` has it. */
export function remoteSecretName(cluster: string): string {
  return `istio-remote-secret-${cluster}`;
}

/** Account by which the istiods of one cluster read another: each reader has its own, so that each can be shut out alone. */
export function readerAccountName(reader: string): string {
  return `istio-reader-${reader}`;
}

/** What is wrong with the name of a cluster; `null` when nothing is. Secrets and accounts are named after it. */
export function clusterNameProblem(cluster: string): string | null {
  if (DNS_LABEL.test(cluster)) return null;
  return (
    `found ${JSON.stringify(cluster)}; a cluster is called by a DNS label: 1 to 63 small letters, digits and "-", with a ` +
    'letter or a digit at both ends, such as "eu-1"'
  );
}
