import { isFinal } from '../is-final';
import type { RolloutRecord } from '../record';
import type { HistoryRule, RolloutTick } from './history-rule';

/** Arrival: whoever never comes twice to the same place comes to the last one. */
export const goesOnAndStays: HistoryRule = {
  rule: 'L1',
  name: 'an attempt comes to no place twice, and stays at its end',
  watch,
};

function watch(): (tick: RolloutTick) => string | null {
  const left = new Set<string>();
  return ({ before, decision }) => {
    const [from, to] = [placeOf(before), placeOf(decision.record)];
    if (from === to) return null;
    if (isFinal(before)) return `${from} is left for ${to}`;
    left.add(from);
    return left.has(to) ? `it comes to ${to} again, from ${from}` : null;
  };
}

function placeOf({ plan, attempt, phase, released }: RolloutRecord): string {
  return `${plan.hash}.${attempt} ${phase === 'moving' ? `moving ${released}` : phase}`;
}
