import { known, unknown, type Fact } from './fact';
import { podsByNamespace, workloadOf } from './look-up';
import type { IstiodFact, Observation, PodFact, WorkloadFact } from './observation';

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
  const found = own.flatMap((istiod): IstiodPod[] => {
    const [namespace = ''] = istiod.pod.split('/', 1);
    const pod = podsByNamespace(pods.value)
      .get(namespace)
      ?.find((one) => `${namespace}/${one.name}` === istiod.pod);
    if (pod === undefined) return [];
    const { workload: owner } = pod;
    const workload =
      owner === null ? null : (workloadOf({ ...owner, namespace }, workloads.value) ?? null);
    return [{ istiod, pod, workload }];
  });
  return found.length === own.length
    ? known(found, istiods.at)
    : unknown('an istiod came or went while the cluster was read', istiods.at);
}
