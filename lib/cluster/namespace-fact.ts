import type { V1Namespace } from '@kubernetes/client-node';
import type { NamespaceFact } from '../rollout/observation';
import { labelOwners } from './label-owners';

/** What the planner needs to know of a namespace. */
export function namespaceFact({ metadata }: V1Namespace): NamespaceFact {
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    ...labelOwners(metadata?.managedFields),
  };
}
