import type { Observation } from '../observation';
import type { Waiver } from '../restart/restart-spec';
import { needsOf } from './needs-of';
import { lackIn, shareOf } from './quota-room';
import { needsSurge, quotasOn, type Restartable } from './room-problem';

/**
 * Those of a queue whose first new pods fit into the quotas of their namespaces now, beside each other and beside those that
 * restarts under way have yet to make. The others wait for their turn: a controller whose pod a quota refuses tries again
 * later and later.
 */
export function fitTogether<T extends Restartable>(
  queue: readonly T[],
  underWay: readonly Restartable[],
  { capacity }: Observation,
  waived: readonly Waiver[],
): readonly T[] {
  if (capacity?.known !== true) return queue;
  const taken = new Map<string, number>();
  const begin = ({ workload, pods }: Restartable, isBegun: boolean): boolean => {
    if (!needsSurge(workload)) return true;
    const needs = needsOf(pods);
    const quotas = quotasOn(workload, needs, capacity.value, waived).map((quota) => {
      const keyOf = (resource: string) => `${quota.namespace}/${quota.name}/${resource}`;
      return { quota, keyOf };
    });
    const fits = quotas.every(
      ({ quota, keyOf }) =>
        lackIn(quota, needs, (resource) => taken.get(keyOf(resource)) ?? 0) === null,
    );
    if (!fits && !isBegun) return false;
    for (const { quota, keyOf } of quotas)
      for (const resource of Object.keys(quota.hard)) {
        const key = keyOf(resource);
        taken.set(key, (taken.get(key) ?? 0) + shareOf(resource, needs));
      }
    return true;
  };
  for (const one of underWay) begin(one, true);
  return queue.filter((one) => begin(one, false));
}
