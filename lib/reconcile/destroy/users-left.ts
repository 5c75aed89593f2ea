import type { MappedResource } from '../../deploy/map-tree';
import { mapFact } from '../../rollout/fact';
import { inUse } from '../../rollout/in-use';
import type { Observation, PodFact } from '../../rollout/observation';
import type { DestroyStage } from './destroy-stages';

/**
 * Who would be left without a mesh, a sentence each: whatever needs one of the revisions and does not go with it. What cannot be read
 * counts as a use.
 */
export function usersLeft(
  revisions: readonly string[],
  stages: readonly DestroyStage[],
  observation: Observation,
): string[] {
  const others = withoutOwn(
    stages.flatMap(({ gone }) => gone),
    observation,
  );
  return revisions.flatMap((revision) =>
    inUse(revision, others).reasons.map((reason) => `${revision}: ${reason}`),
  );
}

/** The mesh as it would be seen if its own gateways, webhooks and tags were gone. */
function withoutOwn(gone: readonly MappedResource[], seen: Observation): Observation {
  const objects = new Set(gone.map(({ body, name }) => `${body.kind} ${name}`));
  const isOwnPod = ({ namespace, workload }: PodFact) =>
    workload !== null && objects.has(`${workload.kind} ${namespace}/${workload.name}`);
  const own = new Set(
    (seen.pods.known ? seen.pods.value : [])
      .filter(isOwnPod)
      .map(({ namespace, name }) => `${name}.${namespace}`),
  );
  return {
    ...seen,
    pods: mapFact(seen.pods, (pods) => pods.filter((pod) => !isOwnPod(pod))),
    workloads: mapFact(seen.workloads, (workloads) =>
      workloads.filter(({ kind, namespace, name }) => !objects.has(`${kind} ${namespace}/${name}`)),
    ),
    istiods: mapFact(seen.istiods, (istiods) =>
      istiods.map((istiod) => ({
        ...istiod,
        proxies: mapFact(istiod.proxies, (all) => all.filter(({ proxy }) => !own.has(proxy))),
      })),
    ),
    pointers: mapFact(seen.pointers, (pointers) =>
      pointers.filter(({ kind, name }) => !objects.has(`${kind} ${name}`)),
    ),
  };
}
