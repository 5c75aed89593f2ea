import type { RolloutRecord } from '../record';
import type { Invariant, RolloutStep } from './invariant';

/** The log of commands belongs to people: a planner heeds it, and never writes it. */
export const commandsAreKept: Invariant = {
  rule: 'S9',
  name: 'what people said is kept, and heeded once',
  check,
};

function check({ before, decision: { record } }: RolloutStep): string | null {
  if (record.heeded < before.heeded) return 'commands are heeded again';
  return idsOf(record) === idsOf(before) ? null : 'commands were added or dropped';
}

function idsOf({ commands }: RolloutRecord): string {
  return commands.map(({ id }) => id).join();
}
