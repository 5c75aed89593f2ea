import { NO_MEMORY } from '../driver-memory';
import { plan } from '../plan';
import type { RolloutRecord } from '../record';
import type { Invariant, RolloutStep } from './invariant';

/** Kills: whoever knows nothing but what is stored goes where the one before was going, or has not got there yet. */
export const killedGoesOn: Invariant = {
  rule: 'L5',
  name: 'a driver that has just started goes nowhere else',
  check,
};

function check({ before, observation, now, decision }: RolloutStep): string | null {
  if (placeOf(decision.record) === placeOf(before)) return null;
  const stored = JSON.parse(JSON.stringify(before)) as RolloutRecord;
  const anew = plan({ observation, record: stored, now, memory: NO_MEMORY });
  const place = placeOf(anew.record);
  return [placeOf(before), placeOf(decision.record)].includes(place)
    ? null
    : `it goes to ${place} in place of ${placeOf(decision.record)}`;
}

function placeOf({ phase, released, kept, retired }: RolloutRecord): string {
  return [phase, released, kept, ...retired].join(' ');
}
