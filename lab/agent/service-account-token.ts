import type { KubeClient } from '../../lib/cluster/kube-client';

/** How long a token lives, in seconds; what a kubelet asks for. */
export const TOKEN_LIFETIME_SECONDS = 60 * 60;

/** A token of a ServiceAccount, as a kubelet would mount it. @throws when the API server gives none. */
export async function serviceAccountToken(
  client: KubeClient,
  namespace: string,
  name: string,
  audience?: string,
): Promise<string> {
  const { status } = await client.core.createNamespacedServiceAccountToken({
    namespace,
    name,
    body: {
      spec: {
        audiences: audience === undefined ? [] : [audience],
        expirationSeconds: TOKEN_LIFETIME_SECONDS,
      },
    },
  });
  if (status?.token === undefined || status.token === '') {
    throw new Error(`the API server gave no token for ServiceAccount ${namespace}/${name}`);
  }
  return status.token;
}
