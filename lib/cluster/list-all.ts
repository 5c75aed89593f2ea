import type { KubernetesListObject, KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from './kube-client';

const PAGE_SIZE = 500;

/** Which objects of a kind; absent means all. */
export interface Selectors {
  readonly namespace?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

/**
 * Every object of a kind, page by page. The client loses the token of the next page for kinds that it does
 * not know; a page that is full and has none is asked for again, as a whole.
 */
export async function listAll<T extends KubernetesObject>(
  client: KubeClient,
  apiVersion: string,
  kind: string,
  selectors: Selectors = {},
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = await listPage<T>(client, apiVersion, kind, selectors, PAGE_SIZE, token);
    const next = page.metadata?._continue ?? '';
    if (next === '' && page.items.length === PAGE_SIZE)
      return (await listPage<T>(client, apiVersion, kind, selectors)).items;
    items.push(...page.items);
    token = next === '' ? undefined : next;
  } while (token !== undefined);
  return items;
}

function listPage<T extends KubernetesObject>(
  client: KubeClient,
  apiVersion: string,
  kind: string,
  { namespace, fieldSelector, labelSelector }: Selectors,
  limit?: number,
  token?: string,
): Promise<KubernetesListObject<T>> {
  return client.objects.list<T>(
    apiVersion,
    kind,
    namespace,
    undefined,
    undefined,
    undefined,
    fieldSelector,
    labelSelector,
    limit,
    token,
  );
}
