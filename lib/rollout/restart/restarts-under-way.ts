import { isRolledOut } from '../gates/workloads';
import { podsOf, workloadOf } from '../look-up';
import type { Observation, PodFact, WorkloadFact } from '../observation';
import type { RolloutRecord } from '../record';
import { isTerminal } from '../wave-scope';
import { isWrong } from './is-wrong';
import { workloadNamed } from './workload-key';

/** A restart that has begun and is not finished. */
export interface RestartUnderWay {
  readonly workload: WorkloadFact;
  readonly pods: readonly PodFact[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** It has had its time, so it keeps no other from its turn any more. */
  readonly late: boolean;
}

/** The restarts that a record notes, less those that are finished or whose workload is gone; by `workloadKey`. */
export function restartsUnderWay(
  { restarting, plan }: RolloutRecord,
  { workloads, pods }: Observation,
  revision: string,
  now: number,
): ReadonlyMap<string, RestartUnderWay> {
  const noted = Object.entries(restarting);
  if (noted.length === 0 || !workloads.known || !pods.known) return new Map();
  return new Map(
    noted.flatMap(([key, startedAt]) => {
      const workload = workloadOf(workloadNamed(key), workloads.value);
      if (workload === undefined) return [];
      const own = podsOf(workload, pods.value).filter((pod) => !pod.optedOut && !isTerminal(pod));
      if (isRolledOut(workload) && own.every((pod) => !isWrong(pod, revision))) return [];
      const late = now - startedAt > plan.deadlineSeconds * 1000;
      return [[key, { workload, pods: own, startedAt, late }] as const];
    }),
  );
}
