import type { Observation } from '../observation';
import { amountText } from './amounts';
import type { NodeFact, PodNeeds } from './capacity-fact';
import { needsOf } from './needs-of';
import { needsSurge, type Restartable } from './room-problem';

/**
 * The first of workloads for whose next pod no node has room, or why that is not known, in a sentence; `null` when each has
 * one. Where a pod may run beside room and taints, such as by affinity, is not looked at; pods of a DaemonSet have their node.
 */
export function nodeShortage(
  open: readonly Restartable[],
  { capacity }: Observation,
): string | null {
  const surging = open.filter(
    ({ workload }) => workload.kind !== 'DaemonSet' && needsSurge(workload),
  );
  if (surging.length === 0 || capacity?.known !== true) return null;
  const { nodes } = capacity.value;
  if (!nodes.known) return `whether nodes have room for new pods is not known: ${nodes.reason}`;
  const places = nodes.value.filter((node) => node.open);
  for (const { workload, pods } of surging) {
    const needs = needsOf(pods);
    if (places.some((node) => takes(node, needs))) continue;
    const { kind, namespace, name } = workload;
    return `no node has room for a pod more of ${kind} ${namespace}/${name} (${textOf(needs)}): it stays pending until one has, or one is added`;
  }
  return null;
}

function takes({ free }: NodeFact, needs: PodNeeds): boolean {
  return requested(needs).every(([resource, amount]) => amount <= (free[resource] ?? 0));
}

function textOf(needs: PodNeeds): string {
  return requested(needs)
    .filter(([resource]) => resource !== 'pods')
    .map(([resource, amount]) => `${resource} ${amountText(resource, amount)}`)
    .join(', ');
}

/** Limits take no room on a node. */
function requested({ amounts }: PodNeeds): readonly (readonly [string, number])[] {
  return Object.entries(amounts).filter(([resource]) => !resource.startsWith('limits.'));
}
