import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from './kube-client';

const PAGE_SIZE = 500;

/** Every object of a kind over all namespaces, page by page. */
export async function listAll<T extends KubernetesObject>(
  client: KubeClient,
  apiVersion: string,
  kind: string,
  labelSelector?: string,
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = await client.objects.list<T>(
      apiVersion,
      kind,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      labelSelector,
      PAGE_SIZE,
      token,
    );
    items.push(...page.items);
    token = page.metadata?._continue;
  } while (token !== undefined && token !== '');
  return items;
}
