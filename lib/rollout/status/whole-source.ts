import type { DigestSince, OperatorStatus } from './operator-status';

/**
 * The source that is known to be applied as a whole, and since when. Where another one was rendered since, it may have been
 * applied in part before whoever did that was stopped: then nothing is known, and what it made beside this source would stay.
 */
export function wholeSource(
  status: Pick<OperatorStatus, 'lastRender' | 'lastApplied'> | null,
): DigestSince | null {
  const { lastRender, lastApplied } = status ?? {};
  return lastApplied === undefined || lastRender?.digest !== lastApplied.digest
    ? null
    : lastApplied;
}
