import { positionKey } from '../../rollout/position-key';
import type { RolloutRecord } from '../../rollout/record';
import { keyIn } from './position-text';

/**
 * Why the next step cannot follow what the branch holds, `null` where it can: that is the position which was delivered last, or the one
 * that is to be delivered. Anything else was merged out of order, or by hand. The way back is not kept by it: it writes what belongs there.
 * @param text - of the file with the position on the branch; `null` where it is absent
 */
export function positionProblem(
  record: RolloutRecord,
  text: string | null,
  file: string,
): string | null {
  if (record.phase === 'rolling-back' || record.phase === 'rolled-back') return null;
  if (record.applied === null) return null;
  if (text === null) {
    return `${file} is not on the branch, although its position was delivered: bring the commit of the last step back`;
  }
  const key = keyIn(text);
  if (key === record.applied || key === positionKey(record)) return null;
  const status = /^status: (.*)$/m.exec(text)?.[1] ?? 'unknown';
  return `${file} holds another position than the record ("${status}"): steps were merged out of order or by hand; put the last step of the rollout back on top ("git log -- ${file}"), and run it again`;
}
