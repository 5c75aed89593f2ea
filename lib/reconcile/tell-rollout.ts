import { RecordConflictError, type RecordStore } from '../cluster/record-store';
import { admitCommand, type CommandRequest } from '../rollout/commands/admit-command';
import type { CommandTarget } from '../rollout/commands/command';
import type { RolloutRecord } from '../rollout/record';
import { RolloutError } from './rollout-error';

/** A driver writes about once a second at most: so many conflicts in a row mean that something else is wrong. */
const ATTEMPTS = 10;

/**
 * Appends a command to the record of a cluster's rollout. Whoever writes at the same moment comes first, and the command is
 * looked at anew with what they wrote.
 *
 * @returns the record with it, and what it is about
 * @throws RolloutError (bad input) when there is no rollout or the command has nothing to do in it.
 */
export async function tellRollout(
  store: RecordStore,
  request: CommandRequest,
): Promise<{ readonly record: RolloutRecord; readonly target: CommandTarget }> {
  for (let attempt = 1; ; attempt += 1) {
    const { record } = await store.load();
    if (record === null) {
      throw new RolloutError('bad-input', 'there is no rollout to tell anything', []);
    }
    const admitted = admitCommand(record, request);
    if (!admitted.ok) {
      throw new RolloutError('bad-input', `${request.type} is refused`, [admitted.problem]);
    }
    try {
      await store.save({ record: admitted.record });
      return admitted;
    } catch (error) {
      if (!(error instanceof RecordConflictError) || attempt >= ATTEMPTS) throw error;
    }
  }
}
