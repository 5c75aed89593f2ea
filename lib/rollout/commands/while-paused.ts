import type { Decision } from '../action';
import type { PhaseInput } from '../decide';
import type { RolloutRecord } from '../record';
import { statusOf } from '../status-of';
import { updateRecord } from '../update-record';
import { awaitPerson } from './await-person';
import { commandToken } from './command-token';

/**
 * A paused rollout writes nothing forward, but what has moved is still judged: a breach goes back. Time runs out for nobody
 * meanwhile, since nothing is done that could end the wait.
 */
export function whilePaused(
  input: PhaseInput,
  { by, at, reason }: NonNullable<RolloutRecord['paused']>,
  decide: (input: PhaseInput) => Decision,
): Decision {
  const { record, observation, now } = input;
  if (record.phase === 'rolling-back') return decide(input);
  const since = Math.max(record.since, observation.at - 1);
  const judged = decide({ ...input, record: { ...record, since, waveringSince: null } });
  if (judged.record.phase === 'rolling-back') return judged;
  // Since when a wave has been well, and from when its counts are evidence: a pause must not forget it.
  const { progress } = judged.record;
  const isSameStep = progress.length === record.progress.length;
  const kept = isSameStep ? updateRecord(record, { progress }) : record;
  const why = reason === '' ? '' : ` (${reason})`;
  const what = `paused by ${by}${why}: rollout resume`;
  const awaits = { type: 'paused', token: commandToken(record) } as const;
  const awaited = { status: statusOf(record), what, awaits, since: at };
  return awaitPerson(kept, awaited, now, judged.gates);
}
