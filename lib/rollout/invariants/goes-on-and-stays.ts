import { isFinal } from '../is-final';
import type { RolloutRecord } from '../record';
import type { HistoryRule, RolloutTick } from './history-rule';

/** Arrival: whoever never comes twice to the same place comes to the last one. */
export const goesOnAndStays: HistoryRule = {
  rule: 'L1',
  name: 'an attempt comes to no place twice, and stays at its end',
  check,
};

function check(ticks: readonly RolloutTick[]): string | null {
  const left = new Set<string>();
  for (const { before, decision } of ticks) {
    const [from, to] = [placeOf(before), placeOf(decision.record)];
    if (from === to) continue;
    if (isFinal(before)) return `${from} is left for ${to}`;
    left.add(from);
    if (left.has(to)) return `it comes to ${to} again, from ${from}`;
  }
  return null;
}

function placeOf({ plan, attempt, phase, released }: RolloutRecord): string {
  return `${plan.hash}.${attempt} ${phase === 'moving' ? `moving ${released}` : phase}`;
}
