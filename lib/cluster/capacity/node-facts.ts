import type { V1Node } from '@kubernetes/client-node';
import type { Amounts } from '../../rollout/capacity/amounts';
import type { NodeFact } from '../../rollout/capacity/capacity-fact';
import { sum } from './pod-needs';
import { readAmounts } from './read-amounts';

/** A node as it is listed: what it has for pods, before any is on it. */
export interface ListedNode {
  readonly name: string;
  readonly open: boolean;
  readonly allocatable: Amounts;
}

/** Where a pod is, and what it requests there. */
export interface Placed {
  /** `''` for one that has no node, or has ended. */
  readonly node: string;
  readonly requests: Amounts;
}

/** What is known of a node by itself. */
export function listedNode({ metadata, spec, status }: V1Node): ListedNode {
  const isReady = (status?.conditions ?? []).some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
  const isTainted = (spec?.taints ?? []).some(({ effect }) => effect !== 'PreferNoSchedule');
  return {
    name: metadata?.name ?? '',
    open: isReady && !isTainted && spec?.unschedulable !== true,
    allocatable: readAmounts(status?.allocatable, (resource) =>
      resource === 'pods' ? resource : `requests.${resource}`,
    ),
  };
}

/** What pods leave of the nodes. */
export function nodeFacts(
  nodes: readonly ListedNode[],
  placed: readonly Placed[],
): readonly NodeFact[] {
  const taken = new Map<string, Record<string, number>>();
  for (const { node, requests } of placed) {
    if (node === '') continue;
    const before = taken.get(node) ?? {};
    for (const [resource, amount] of Object.entries(requests))
      before[resource] = (before[resource] ?? 0) - amount;
    before['pods'] = (before['pods'] ?? 0) - 1;
    taken.set(node, before);
  }
  return nodes.map(({ name, open, allocatable }) => {
    const free = sum([allocatable, taken.get(name) ?? {}]);
    return { name, open, free };
  });
}
