import type { QuotaFact } from '../rollout/capacity/capacity-fact';
import { namespaceOf } from './namespace-of';
import type { SimNamespace, SimState } from './sim-state';

/** The quotas of the model: where one is full, a namespace may have no pod more than its workloads want. */
export function quotasOf({ conditions, namespaces }: SimState): readonly QuotaFact[] {
  return namespaces.filter(({ name }) => conditions.quotaFull.includes(name)).map(quotaOf);
}

/** Whether the API server refuses another pod of a namespace. */
export function isQuotaFull(state: SimState, name: string): boolean {
  if (!state.conditions.quotaFull.includes(name)) return false;
  const namespace = namespaceOf(state, name);
  if (namespace === undefined) return false;
  const { hard, used } = quotaOf(namespace);
  return (used['pods'] ?? 0) >= (hard['pods'] ?? 0);
}

function quotaOf({ name: namespace, workloads }: SimNamespace): QuotaFact {
  const most = workloads.reduce((sum, { replicas }) => sum + replicas, 0);
  const used = workloads.reduce((sum, { pods }) => sum + pods.length, 0);
  return { namespace, name: 'pods', hard: { pods: most }, used: { pods: used }, scopes: [] };
}
