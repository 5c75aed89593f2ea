import { isDeepStrictEqual } from 'node:util';
import { mapFact, unknown } from '../fact';
import type { Observation } from '../observation';
import { isPatch } from '../patch/version-of';
import { plan } from '../plan';
import type { Invariant, RolloutStep } from './invariant';

/** Independence: what is left behind, and what users feel, has no say in the way back. */
export const wayBackStandsAlone: Invariant = {
  rule: 'L3',
  name: 'the way back is the same without metrics and without the new istiods',
  check,
};

function check({ before, observation, now, memory, decision }: RolloutStep): string | null {
  // A patch leaves no control plane behind: there is one.
  if (before.phase !== 'rolling-back' || isPatch(before.plan)) return null;
  const alone = bereft(observation, before.plan.to);
  const again = plan({ observation: alone, record: before, now, memory });
  return isDeepStrictEqual(
    [again.record, again.actions, again.next],
    [decision.record, decision.actions, decision.next],
  )
    ? null
    : 'it depends on what it leaves';
}

function bereft(observation: Observation, to: string): Observation {
  const { at, istiods } = observation;
  const gone = unknown<never>('nobody answers', at);
  return {
    ...observation,
    istiods: mapFact(istiods, (all) => all.filter(({ revision }) => revision !== to)),
    metrics: gone,
  };
}
