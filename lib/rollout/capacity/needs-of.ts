import type { PodFact } from '../observation';
import type { PodNeeds } from './capacity-fact';

/** What one more pod like these would ask for: as much as the largest of them. */
export function needsOf(pods: readonly PodFact[]): PodNeeds {
  const amounts: Record<string, number> = { pods: 1 };
  for (const { needs } of pods)
    for (const [resource, amount] of Object.entries(needs.amounts))
      amounts[resource] = Math.max(amounts[resource] ?? 0, amount);
  return { amounts, priority: pods[0]?.needs.priority ?? '' };
}
