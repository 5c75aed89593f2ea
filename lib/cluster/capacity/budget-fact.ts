import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import type { BudgetFact } from '../../rollout/capacity/capacity-fact';
import type { LabelSelector } from '../../rollout/selector/label-selector';

/** What the planner needs to know of a PodDisruptionBudget. One that its controller has not counted yet expects a pod more than it has seen. */
export function budgetFact({ metadata, spec, status }: V1PodDisruptionBudget): BudgetFact {
  const healthy = status?.currentHealthy ?? 0;
  const isCounted = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 1);
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    selector: (spec?.selector as LabelSelector | undefined) ?? null,
    allowed: status?.disruptionsAllowed ?? 0,
    healthy,
    wanted: status?.desiredHealthy ?? 0,
    expected: isCounted ? (status?.expectedPods ?? 0) : healthy + 1,
  };
}
