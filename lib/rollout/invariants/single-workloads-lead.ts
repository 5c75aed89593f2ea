import { workloadKey } from '../restart/workload-key';
import type { Invariant, RolloutStep } from './invariant';

/** Order: on the way forward nothing is restarted before its own wave, also where the label of its namespace leads already. */
export const singleWorkloadsLead: Invariant = {
  rule: 'S1',
  name: 'only what leads is restarted before the wave of its namespace',
  check,
};

function check({ decision: { record, actions } }: RolloutStep): string | null {
  if (record.phase !== 'moving') return null;
  const moved = record.plan.waves.slice(0, record.released);
  const leading = new Set<string>();
  const whole = new Set<string>();
  for (const wave of moved) {
    if (wave.kind === 'gateway-api') continue;
    if (wave.kind === 'gateway') {
      // A patch restarts gateways, by their own label.
      for (const { namespace } of wave.gateways) whole.add(namespace);
    } else if (wave.workloads === undefined) {
      for (const { name } of wave.namespaces) whole.add(name);
    } else {
      for (const workload of wave.workloads) leading.add(workloadKey(workload));
    }
  }
  const early = actions.find(
    (action) =>
      (action.type === 'restart' || action.type === 'evict') &&
      !whole.has(action.namespace) &&
      !leading.has(workloadKey(action)),
  );
  return early !== undefined && 'kind' in early ? `${workloadKey(early)} is restarted` : null;
}
