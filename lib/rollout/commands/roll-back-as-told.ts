import type { Decision } from '../action';
import { act, goingBack } from '../decide';
import type { RolloutRecord } from '../record';
import type { Command } from './command';

/** Stands where a gate would, in the failure of a rollout that a person turned back. */
export const COMMAND_GATE = 'command';

/**
 * The way back because a person said so: everything returns, whatever the policy for a breach is. `null` where there is no way
 * back any more, or the rollout is on it.
 * @param now - epoch milliseconds
 */
export function rollBackAsTold(
  record: RolloutRecord,
  { by, reason }: Command,
  now: number,
): Decision | null {
  const { phase, plan, retired, released } = record;
  if (phase === 'rolling-back' || retired.includes(plan.from)) return null;
  const why = reason === '' ? '' : `: ${reason}`;
  const failure = {
    gate: COMMAND_GATE,
    wave: plan.waves[released - 1]?.name ?? '',
    namespace: '',
    subject: by,
    value: 'rollback',
    message: `${by} asked for the rollback${why}`,
    at: now,
  };
  return act(goingBack(record, failure, 0, now), []);
}
