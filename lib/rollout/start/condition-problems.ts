import { isRolledOut } from '../gates/workloads';
import type { WorkloadFact } from '../observation';

/** What keeps a workload from being moved, as its own status says it. */
export function conditionProblems(workload: WorkloadFact): string[] {
  const { kind, namespace, name, unrestartable, ready, desired } = workload;
  const subject = `${kind} ${namespace}/${name}`;
  if (unrestartable !== null)
    return [
      `${subject} ${unrestartable}, so a restart does not replace its pods; change that first`,
    ];
  return isRolledOut(workload)
    ? []
    : [`${subject} is not rolled out (${ready}/${desired} ready); bring it up, or leave it out`];
}
