import { messageOf } from './api-error';
import { inTime } from './in-time';
import type { UsedCluster } from './istiod-place';
import type { KubeClient } from './kube-client';

/** Asks the cluster whose istiods another uses. @throws Error that names it, also when it takes longer than 5 s */
export async function askUsed<T>(
  { name, client, meshNamespace }: UsedCluster,
  read: (client: KubeClient, meshNamespace: string) => Promise<T>,
): Promise<T> {
  try {
    return await inTime(async () => read(client(), meshNamespace));
  } catch (error) {
    throw new Error(`cluster ${name}: ${messageOf(error)}`, { cause: error });
  }
}
