import type { RolloutSpec } from '../rollout-spec';
import { validateRolloutSpec } from '../validate-rollout-spec';
import { declaredGateways, declaredNamespaces } from '../wave-members';

/** Everything wrong with a rollout's spec by itself, each with what to do. Revisions are checked against the cluster. */
export function specProblems(spec: RolloutSpec): string[] {
  return [...validateRolloutSpec(spec, [spec.from, spec.to]), ...overlaps(spec)];
}

/** A namespace's label decides over the label of a gateway in it, so the two waves would fight. */
function overlaps({ waves }: RolloutSpec): string[] {
  const namespaces = new Set(declaredNamespaces(waves));
  return declaredGateways(waves)
    .filter((gateway) => namespaces.has(gateway.namespace))
    .map(
      ({ namespace, name }) =>
        `gateway ${namespace}/${name} is in namespace ${namespace}, which a wave moves as well; ` +
        'a namespace with a gateway of the plan cannot be in a wave',
    );
}
