import { known, unknown, type Fact } from './fact';
import type { IstiodFact, Observation, PodFact, WorkloadFact } from './observation';
import { workloadKey } from './restart/workload-key';

/** One istiod pod of a revision: what it says, its pod, and what makes it anew. */
export interface IstiodPod {
  readonly istiod: IstiodFact;
  readonly pod: PodFact;
  /** `null` where nothing does that a restart could be asked of. */
  readonly workload: WorkloadFact | null;
}

/** The istiods of a revision with their pods and workloads; unknown as soon as one of the three is, or they do not agree. */
export function istiodsOf(
  revision: string,
  { istiods, pods, workloads }: Observation,
): Fact<readonly IstiodPod[]> {
  if (!istiods.known) return istiods;
  if (!pods.known) return pods;
  if (!workloads.known) return workloads;
  const own = istiods.value.filter((istiod) => istiod.revision === revision);
  const byName = new Map(pods.value.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const byKey = new Map(workloads.value.map((workload) => [workloadKey(workload), workload]));
  const found = own.flatMap((istiod): IstiodPod[] => {
    const pod = byName.get(istiod.pod);
    if (pod === undefined) return [];
    const { namespace, workload } = pod;
    const key = workload === null ? '' : workloadKey({ ...workload, namespace });
    return [{ istiod, pod, workload: byKey.get(key) ?? null }];
  });
  return found.length === own.length
    ? known(found, istiods.at)
    : unknown('an istiod came or went while the cluster was read', istiods.at);
}
