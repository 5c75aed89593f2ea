import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from './kube-client';

const PAGE_SIZE = 500;

/** Which objects of a kind; absent means all. */
export interface Selectors {
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

/** Every object of a kind over all namespaces, page by page. */
export async function listAll<T extends KubernetesObject>(
  client: KubeClient,
  apiVersion: string,
  kind: string,
  { fieldSelector, labelSelector }: Selectors = {},
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
      fieldSelector,
      labelSelector,
      PAGE_SIZE,
      token,
    );
    items.push(...page.items);
    token = page.metadata?._continue;
  } while (token !== undefined && token !== '');
  return items;
}
