import { isTerminal } from '../../rollout/wave-scope';
import type { Observation, PodFact } from '../../rollout/observation';
import { REVISION_LABEL } from '../../rollout/names';
import type { ObjectChange, PlanGroup } from './object-change';

/** What depends on a group of objects. */
export interface BlastRadius {
  readonly group: PlanGroup;
  /** Names of namespaces that are selected by what changes, or have pods of it. */
  readonly namespaces: readonly string[];
  readonly workloads: number;
  readonly pods: number;
}

/** Groups of a plan with everything that depends on each; `null` where that cannot be read. */
export function blastRadius(
  changes: readonly ObjectChange[],
  observation: Observation,
): readonly BlastRadius[] | null {
  const { namespaces, pods } = observation;
  if (!namespaces.known || !pods.known) return null;
  const living = pods.value.filter((pod) => !isTerminal(pod) && pod.revision !== null);
  const groups = new Map(changes.map((change) => [groupKey(change.group), change.group]));
  return [...groups.values()].map((group) => {
    const labelled = namespaces.value
      .filter(({ name, labels }) => isSelected(group, name, labels[REVISION_LABEL], changes))
      .map(({ name }) => name);
    const affected = living.filter((pod) => isAffected(group, pod, changes));
    return {
      group,
      namespaces: [...new Set([...labelled, ...affected.map(({ namespace }) => namespace)])].sort(),
      workloads: new Set(
        affected.map(({ namespace, name, workload }) =>
          [namespace, workload?.kind ?? 'Pod', workload?.name ?? name].join('/'),
        ),
      ).size,
      pods: affected.length,
    };
  });
}

/** Text that two equal groups share. */
export function groupKey(group: PlanGroup): string {
  return group.type === 'revision' ? `revision ${group.revision}` : group.type;
}

function isSelected(
  group: PlanGroup,
  namespace: string,
  revision: string | undefined,
  changes: readonly ObjectChange[],
): boolean {
  switch (group.type) {
    case 'revision':
      return revision === group.revision;
    case 'shared':
      return revision !== undefined;
    case 'gateways':
      return false;
    case 'rollout':
      return changes.some(
        ({ group: { type }, object: { name } }) =>
          type === 'rollout' &&
          (name === namespace || name === `istio-revision-tag-${revision ?? ''}`),
      );
  }
}

function isAffected(group: PlanGroup, pod: PodFact, changes: readonly ObjectChange[]): boolean {
  switch (group.type) {
    case 'revision':
      return pod.revision === group.revision;
    case 'shared':
      return true;
    case 'gateways':
      return changes.some(
        // All objects of a gateway are called alike, and its pods live behind each of them.
        ({ group: { type }, object }) =>
          type === 'gateways' &&
          object.namespace === pod.namespace &&
          object.name === pod.workload?.name,
      );
    case 'rollout':
      return changes.some(
        (change) => change.group.type === 'rollout' && change.object.name === pod.namespace,
      );
  }
}
