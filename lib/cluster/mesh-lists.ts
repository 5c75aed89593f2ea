import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import type { BudgetFact, QuotaFact } from '../rollout/capacity/capacity-fact';
import type { NamespaceFact, PodFact, WorkloadFact } from '../rollout/observation';
import { isTerminal } from '../rollout/wave-scope';
import { budgetFact } from './capacity/budget-fact';
import { listedNode, type ListedNode, type Placed } from './capacity/node-facts';
import { quotaFact } from './capacity/quota-fact';
import { isIstiod } from './istiod-facts';
import type { KubeClient } from './kube-client';
import { namespaceFact } from './namespace-fact';
import { podFact } from './pod-fact';
import { startTimer } from './start-timer';
import { rootsOf, ROOT_CERT, type NamespaceRoots } from './trusted-roots';
import { createWatchSource, type WatchSource } from './watch-source';
import type { WatchedObject } from './watch-state';
import { createWatchedList, type WatchedList } from './watched-list';
import { daemonSetFact, deploymentFact, statefulSetFact } from './workload-fact';

/** A pod as it is listed. */
export interface ListedPod {
  readonly fact: PodFact;
  /** The whole of it where it is an istiod that has not ended. */
  readonly istiod: V1Pod | null;
  readonly placed: Placed;
}

/** What there is most of in a mesh. */
export interface MeshLists {
  readonly namespaces: ReadList<NamespaceFact>;
  readonly pods: ReadList<ListedPod>;
  readonly deployments: ReadList<WorkloadFact>;
  readonly statefulSets: ReadList<WorkloadFact>;
  readonly daemonSets: ReadList<WorkloadFact>;
  readonly roots: ReadList<NamespaceRoots>;
  readonly quotas: ReadList<QuotaFact>;
  readonly budgets: ReadList<BudgetFact>;
  readonly nodes: ReadList<ListedNode>;
}

/** The same, followed by watches. */
export interface WatchedMesh extends MeshLists {
  /**
   * What is known is too old, or nobody looks any more: the watches end, and what is read next is listed anew.
   * @param lists - of these only, since nothing else was written. @default all of them
   */
  renew(lists?: readonly (keyof MeshLists)[]): void;
}

/** Reads every fact of a kind. */
type ReadList<F> = Pick<WatchedList<F>, 'read'>;

type OpenList = <T extends WatchedObject, F>(
  source: WatchSource<T>,
  toFact: (object: T) => F,
) => ReadList<F>;

/** Lists that are asked of the API server each time, for a single look. */
export function listMesh(client: KubeClient): MeshLists {
  return listsOf(client, (source, toFact) => ({
    read: async () => (await source.list(new AbortController().signal)).objects.map(toFact),
  }));
}

/** Lists that watches keep up to date, for whoever looks again and again. */
export function watchMesh(client: KubeClient): WatchedMesh {
  const opened = new Map<unknown, Pick<WatchedList<unknown>, 'renew'>>();
  const lists = listsOf(client, (source, toFact) => {
    const list = createWatchedList({ source, toFact, startTimer });
    opened.set(list, list);
    return list;
  });
  const all = Object.keys(lists) as (keyof MeshLists)[];
  const renew = (some: readonly (keyof MeshLists)[] = all) => {
    for (const name of some) opened.get(lists[name])?.renew();
  };
  return { ...lists, renew };
}

function listsOf({ config }: KubeClient, openList: OpenList): MeshLists {
  const open = <T extends KubernetesObject, F>(
    apiVersion: string,
    plural: string,
    toFact: (object: T) => F,
    fieldSelector?: string,
  ) => {
    const target = { apiVersion, plural, ...(fieldSelector !== undefined && { fieldSelector }) };
    return openList(createWatchSource<T & WatchedObject>(config, target), toFact);
  };
  return {
    namespaces: open('v1', 'namespaces', namespaceFact),
    pods: open('v1', 'pods', listedPod),
    deployments: open('apps/v1', 'deployments', deploymentFact),
    statefulSets: open('apps/v1', 'statefulsets', statefulSetFact),
    daemonSets: open('apps/v1', 'daemonsets', daemonSetFact),
    roots: open('v1', 'configmaps', rootsOf, `metadata.name=${ROOT_CERT}`),
    quotas: open('v1', 'resourcequotas', quotaFact),
    budgets: open('policy/v1', 'poddisruptionbudgets', budgetFact),
    nodes: open('v1', 'nodes', listedNode),
  };
}

function listedPod(pod: V1Pod): ListedPod {
  const fact = podFact(pod);
  return {
    fact,
    istiod: isIstiod(pod) ? pod : null,
    placed: {
      node: isTerminal(fact) ? '' : (pod.spec?.nodeName ?? ''),
      requests: fact.needs.amounts,
    },
  };
}
