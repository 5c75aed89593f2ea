import type { V1CustomResourceDefinition } from '@kubernetes/client-node';
import type { DefinitionFact } from '../../rollout/precheck/precheck-facts';

/** A CustomResourceDefinition as it is listed. */
export type Definition = V1CustomResourceDefinition;

/** Which versions a CRD serves, and in which its objects are, or were, kept. */
export function definitionFact({ metadata, spec, status }: Definition): DefinitionFact {
  return {
    name: metadata?.name ?? '',
    served: spec.versions.filter(({ served }) => served).map(({ name }) => name),
    stored: status?.storedVersions ?? [],
  };
}
