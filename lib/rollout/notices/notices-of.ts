import type { Decision } from '../action';
import { commandToken } from '../commands/command-token';
import type { RolloutRecord } from '../record';
import type { Notice } from './notice';

/** What people have to be told of a decision: that it waits for them, that it goes or went back, that it is over. */
export function noticesOf({ record, status, next, awaits }: Decision): readonly Notice[] {
  const { phase, failure } = record;
  const notices: Notice[] = [];
  if (awaits !== undefined) notices.push(noticeOf(record, awaits.type, status, awaits.token));
  if (phase === 'rolling-back' || phase === 'rolled-back') {
    const why = failure === null ? status : failure.message;
    notices.push(noticeOf(record, 'rolling-back', why));
  }
  if (phase === 'rolled-back' || phase === 'done') notices.push(noticeOf(record, phase, status));
  if (next.type === 'stop' && next.outcome === 'blocked') {
    notices.push(noticeOf(record, 'blocked', next.message));
  }
  return notices;
}

function noticeOf(
  record: RolloutRecord,
  type: Notice['type'],
  text: string,
  token = commandToken(record),
): Notice {
  const { attempt, plan, paused } = record;
  const { from, to } = plan;
  // A second pause of an attempt is another one.
  const when = type === 'paused' && paused !== null ? `@${paused.at}` : '';
  return { id: `${token}/${type}${when}`, type, text, from, to, attempt, token };
}
