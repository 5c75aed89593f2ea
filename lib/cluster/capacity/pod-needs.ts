import type { V1Container, V1Pod } from '@kubernetes/client-node';
import type { Amounts } from '../../rollout/capacity/amounts';
import type { PodNeeds } from '../../rollout/capacity/capacity-fact';
import { readAmounts } from './read-amounts';

type Resources = V1Container['resources'];

/**
 * What a pod counts with, in quotas and on its node: its containers together with those that start before them and stay, or the
 * largest that runs before them, whichever is more.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podNeeds({ spec }: V1Pod): PodNeeds {
  const overhead = amountsOf('requests', spec?.overhead);
  const running = (spec?.containers ?? []).map(({ resources }) => needsOf(resources));
  let staying: Amounts = {};
  let most: Amounts = {};
  for (const { restartPolicy, resources } of spec?.initContainers ?? []) {
    const now = sum([staying, needsOf(resources)]);
    if (restartPolicy === 'Always') staying = now;
    most = larger(most, now);
  }
  const containers = larger(most, sum([staying, ...running]));
  // What is said of the pod as a whole holds in place of what its containers say.
  const whole = { ...containers, ...needsOf(spec?.resources) };
  return { amounts: sum([whole, overhead]), priority: spec?.priorityClassName ?? '' };
}

function needsOf(resources: Resources): Amounts {
  return {
    ...amountsOf('requests', resources?.requests),
    ...amountsOf('limits', resources?.limits),
  };
}

function amountsOf(
  kind: 'requests' | 'limits',
  quantities: Readonly<Record<string, string>> | undefined,
): Amounts {
  return readAmounts(quantities, (resource) => `${kind}.${resource}`);
}

/** All of several amounts. */
export function sum(all: readonly Amounts[]): Amounts {
  const total: Record<string, number> = {};
  for (const amounts of all)
    for (const [resource, amount] of Object.entries(amounts))
      total[resource] = (total[resource] ?? 0) + amount;
  return total;
}

function larger(one: Amounts, other: Amounts): Amounts {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(one[name] ?? 0, other[name] ?? 0)]),
  );
}
