import type { KubeClient } from '../../lib/cluster/kube-client';

/** Longer than any lab lives. */
const LIFETIME_SECONDS = 24 * 60 * 60;

/** A token of a ServiceAccount, as a kubelet would mount it. */
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
        expirationSeconds: LIFETIME_SECONDS,
      },
    },
  });
  return status?.token ?? '';
}
