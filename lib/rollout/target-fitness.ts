import type { Observation } from './observation';
import type { RolloutRecord } from './record';
import { fitnessOf, type Fitness } from './revision-fitness';
import { namespaceNames } from './wave-members';

/**
 * Whether a revision can take the workloads of a rollout. On the way back it must also sign with what they trust: an istiod
 * that started anew may have another root, and every pod that is put onto it would lose its connections.
 * @see https://github.com/istio/istio/issues/46600
 */
export function targetFitness(
  { plan }: RolloutRecord,
  revision: string,
  observation: Observation,
): Fitness {
  const fitness = fitnessOf(revision, observation);
  if (!fitness.fit || revision !== plan.from) return fitness;
  const { istiods, roots } = observation;
  if (!istiods.known) return { fit: false, reason: istiods.reason };
  if (!roots.known) return { fit: false, reason: roots.reason };
  const own = istiods.value.filter((istiod) => istiod.revision === revision && istiod.ready);
  const trusting = plan.waves.flatMap(namespaceNames);
  for (const { pod, servedRoot } of own) {
    if (!servedRoot.known) return { fit: false, reason: servedRoot.reason };
    const astray = trusting.find((name) => {
      const trusted = roots.value[name] ?? [];
      return trusted.length > 0 && !trusted.includes(servedRoot.value ?? '');
    });
    if (astray === undefined) continue;
    const reason = `istiod ${pod} of ${revision} serves a chain of a root that namespace ${astray} does not trust`;
    return { fit: false, reason: `${reason}; look at its authority before anything goes back` };
  }
  return { fit: true };
}
