import type { Observation, WorkloadFact } from '../observation';
import type { RestartLimits } from './restart-spec';
import { PODS_PER_ISTIOD } from './restart-spec';

/** What may restart at once. */
export interface RestartRoom {
  readonly workloads: number;
  readonly pods: number;
}

/** The room that a plan gives, with the istiods that a revision has now. */
export function restartRoom(
  { maxWorkloads, maxPods }: RestartLimits,
  { istiods }: Observation,
  revision: string,
): RestartRoom {
  const all = istiods.known ? istiods.value : [];
  const ready = all.filter((istiod) => istiod.revision === revision && istiod.ready).length;
  return { workloads: maxWorkloads, pods: maxPods ?? PODS_PER_ISTIOD * ready };
}

/** How much of the room workloads take. */
export function roomOf(workloads: readonly WorkloadFact[]): RestartRoom {
  return {
    workloads: workloads.length,
    pods: workloads.reduce((sum, { atOnce }) => sum + atOnce, 0),
  };
}

/**
 * The first of a queue that may begin beside those under way. One that does not fit waits, and those behind it with it, so
 * that none waits for ever; one that is too large for any room goes alone.
 */
export function workloadsInTurn<T extends { readonly workload: WorkloadFact }>(
  queue: readonly T[],
  underWay: readonly WorkloadFact[],
  room: RestartRoom,
): readonly T[] {
  let { workloads, pods } = roomOf(underWay);
  const firstLeft = queue.findIndex(({ workload }) => {
    const fits = workloads < room.workloads && pods + workload.atOnce <= room.pods;
    if (!fits && workloads > 0) return true;
    workloads += 1;
    pods += workload.atOnce;
    return false;
  });
  return firstLeft < 0 ? queue : queue.slice(0, firstLeft);
}
