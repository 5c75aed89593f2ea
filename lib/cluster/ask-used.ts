import { messageOf } from './api-error';
import { inTime } from './in-time';
import type { UsedCluster } from './istiod-place';
import type { KubeClient } from './kube-client';

/** How long that cluster is waited for, in milliseconds: longer than one of its istiods may take to answer. */
const PATIENCE_MS = 15_000;

/** Asks the cluster whose istiods another uses. @throws Error that names it, also when it takes longer than 15 s */
export async function askUsed<T>(
  { name, client, meshNamespace }: UsedCluster,
  read: (client: KubeClient, meshNamespace: string) => Promise<T>,
): Promise<T> {
  try {
    return await inTime(PATIENCE_MS, async () => read(client(), meshNamespace));
  } catch (error) {
    throw new Error(`cluster ${name}: ${messageOf(error)}`, { cause: error });
  }
}
