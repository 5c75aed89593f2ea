import { injectedBy } from '../injected-by';
import { namespacesByName } from '../look-up';
import { REVISION_LABEL } from '../names';
import type { Observation } from '../observation';
import { pointerKey, VALIDATOR_KEY } from '../pointers/pointer-key';
import type { GatewayRef } from '../rollout-spec';

/**
 * The revision whose istiod would serve a Gateway with such a label of its own: as in Istio that comes before the label of its
 * namespace, and without both the default tag decides, or else the default revision. `null` where that is none, or not known.
 * @param label - `null` for none
 */
export function ledBy(
  label: string | null,
  { namespace }: Pick<GatewayRef, 'namespace'>,
  { namespaces, injectors, pointers }: Pick<Observation, 'namespaces' | 'injectors' | 'pointers'>,
): string | null {
  if (!namespaces.known || !injectors.known) return null;
  const above = namespacesByName(namespaces.value).get(namespace)?.labels[REVISION_LABEL] ?? null;
  const rev = label ?? above;
  const { revision } = injectedBy({ rev: rev ?? 'default', injection: null }, injectors.value);
  if (rev !== null || revision !== null) return revision;
  if (!pointers.known) return null;
  return pointers.value.find((one) => pointerKey(one) === VALIDATOR_KEY)?.revision ?? null;
}
