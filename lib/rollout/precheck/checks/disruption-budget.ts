import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import { matchesSelector } from '../../selector/matches-selector';
import type { PrecheckInput } from '../precheck-input';

/** A budget that lets nothing go: it stops evictions, by which a rollout replaces pods of an OnDelete workload. */
export const disruptionBudgetCheck: Check<PrecheckInput> = {
  name: 'disruption-budget',
  about: 'disruption budgets that let no pod go although all is well',
  waivable: true,
  run: ({ observation: { capacity, workloads } }) =>
    lookAt(
      { capacity: capacity ?? { known: false, reason: 'nobody asked', at: 0 }, workloads },
      ({ capacity: { budgets }, workloads: all }) =>
        budgets
          .filter(
            ({ allowed, healthy, expected }) =>
              allowed === 0 && expected > 0 && healthy >= expected,
          )
          .map(({ namespace, name, selector, wanted, expected }): Finding => {
            const evicted = all.filter(
              (one) =>
                one.namespace === namespace &&
                one.replacedBy === 'eviction' &&
                selector !== null &&
                matchesSelector(selector, one.podLabels ?? {}),
            );
            const kinds = evicted.map(({ kind, name: own }) => `${kind} ${namespace}/${own}`);
            return {
              severity: evicted.length > 0 ? 'error' : 'info',
              subject: `PodDisruptionBudget ${namespace}/${name}`,
              message:
                evicted.length > 0
                  ? `${kinds.join(', ')}: pods that only an eviction replaces cannot be replaced`
                  : 'no pod of it can be evicted; a rolling restart is not held by that, a drain of its node is',
              evidence: [`${String(wanted)} of ${String(expected)} pods must stay, 0 may go`],
              remedy: 'let it allow one',
            };
          }),
    ),
};
