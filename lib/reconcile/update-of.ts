import type { Update } from '../deploy/engine';
import type { MappedResource } from '../deploy/map-tree';
import { sourceDigest } from '../deploy/source-digest';
import type { DeployPlan } from './deploy-plan/deploy-plan';
import type { ObjectChange } from './deploy-plan/object-change';
import { resourceOf } from './deploy-plan/resource-of';

/**
 * What the engine is given for a plan. Where nothing but labels of namespaces moves, such as in a wave of a rollout, that
 * is these alone: to send every definition of Istio to it and back takes longer than the wave. Nothing depends on a label,
 * which is why only these may go alone; what depends on what is written down by a whole update.
 */
export function updateOf(
  resources: readonly MappedResource[],
  touched: readonly ObjectChange[],
  { lost, settledSource, hasDrift }: DeployPlan,
  putsBack: boolean,
): Update {
  const refresh = putsBack && hasDrift;
  const isPart = touched.length > 0 && lost.length === 0 && touched.every(isLabel);
  if (!isPart || settledSource === null)
    return { resources, source: sourceDigest(resources), refresh };
  return {
    resources: touched.flatMap((change) => resourceOf(change, resources) ?? []),
    // The rest was not seen, so the next whole update still has to look at it.
    source: settledSource,
    isPart,
    refresh,
  };
}

function isLabel({ type, op }: ObjectChange): boolean {
  return type.endsWith(':NamespacePatch') && (op === 'create' || op === 'update');
}
