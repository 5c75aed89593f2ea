import { begunAnew } from '../begun-anew';
import type { RolloutRecord } from '../record';
import type { Command } from './command';

/** A record in which every command was heeded, and the one that asks for the way back. */
export interface Heeded {
  readonly record: RolloutRecord;
  readonly rollback: Command | null;
}

/**
 * Carries out what people said since the last look, in the order in which they said it; a rollback dominates whatever else
 * was said. A command for another plan or attempt does nothing.
 * @param now - epoch milliseconds
 */
export function heedCommands(record: RolloutRecord, now: number): Heeded {
  const fresh = record.commands.filter(({ id }) => id > record.heeded);
  const last = fresh.at(-1);
  if (last === undefined) return { record, rollback: null };
  const { plan, attempt } = record;
  const meant = fresh.filter(
    ({ target }) => target.plan === plan.hash && target.attempt === attempt,
  );
  const after = meant.reduce((one, command) => heed(one, command, now), record);
  return {
    record: { ...after, heeded: last.id },
    rollback: meant.find(({ type }) => type === 'rollback') ?? null,
  };
}

function heed(record: RolloutRecord, command: Command, now: number): RolloutRecord {
  const { by, at, reason } = command;
  const { wave, gate } = command.target;
  switch (command.type) {
    case 'approve':
      return wave === null
        ? record
        : { ...record, approvals: [...record.approvals, { wave, gate, by, at, reason }] };
    case 'pause':
      return { ...record, paused: record.paused ?? { by, at, reason } };
    case 'resume':
      // Nothing moved meanwhile, so the time of the pause must neither prove a wave nor fail it.
      return record.paused === null ? record : { ...begunAnew(record, now), paused: null };
    case 'rollback':
      return record;
  }
}
