import type { CapacityFact } from '../../lib/rollout/capacity/capacity-fact';
import { known } from '../../lib/rollout/fact';

/** A cluster without any limit on pods, and with a large node. */
export function someCapacity(changes: Partial<CapacityFact> = {}): CapacityFact {
  const free = { pods: 100, 'requests.cpu': 64, 'requests.memory': 2 ** 38 };
  return {
    quotas: [],
    budgets: [],
    nodes: known([{ name: 'a', open: true, free }], 0),
    ...changes,
  };
}
