import { isDeepStrictEqual } from 'node:util';
import { plan } from '../plan';
import type { Invariant, RolloutStep } from './invariant';

/** A planner that decides alike for alike facts lets a second driver repeat the first one. */
export const isRepeatable: Invariant = {
  rule: 'S13',
  name: 'the same facts give the same decision',
  check,
};

function check({ before, observation, now, memory, decision }: RolloutStep): string | null {
  const again = plan({ observation, record: before, now, memory });
  return isDeepStrictEqual(again, decision) ? null : 'the second decision differs';
}
