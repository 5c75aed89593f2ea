import type { Update } from '../deploy/engine-run';
import type { MappedResource } from '../deploy/map-tree';
import type { DeployPlan } from './deploy-plan/deploy-plan';
import type { ObjectChange } from './deploy-plan/object-change';
import { resourceOf } from './deploy-plan/resource-of';

/**
 * What the engine is given for a plan. Where nothing but labels of namespaces moves, such as in a wave of a rollout, these
 * may go alone: to send every definition of Istio to the provider and back takes longer than the wave. Nothing depends on a
 * label, which is why only labels may: an object that goes alone is written down without what it depends on.
 */
export function updateOf(
  resources: readonly MappedResource[],
  touched: readonly ObjectChange[],
  { lost, isSettled, hasDrift }: DeployPlan,
  putsBack: boolean,
): Update {
  const refresh = putsBack && hasDrift;
  const isPart = isSettled && touched.length > 0 && lost.length === 0 && touched.every(isLabel);
  if (!isPart) return { resources, refresh };
  return {
    resources,
    part: touched.flatMap((change) => resourceOf(change, resources) ?? []),
    refresh,
  };
}

function isLabel({ type, op }: ObjectChange): boolean {
  return type.endsWith(':NamespacePatch') && (op === 'create' || op === 'update');
}
