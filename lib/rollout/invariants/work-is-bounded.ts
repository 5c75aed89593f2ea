import type { Action } from '../action';
import { POLL_MS, QUEUE_POLL_MS } from '../decide';
import type { HistoryRule, RolloutTick } from './history-rule';

/** So often something may be repeated without a pause: whoever has just started looks at once. */
const AT_ONCE = 4;

/** Bounded work: looks and writes are paced by time, not by how fast they fail. */
export const workIsBounded: HistoryRule = {
  rule: 'L6',
  name: 'no look without a change and no write is repeated without a pause',
  watch,
};

function watch(): (tick: RolloutTick) => string | null {
  let idle = 0;
  let written = new Map<string, readonly number[]>();
  return ({ before, now, decision }) => {
    const { record, actions, next } = decision;
    const isHot = next.type === 'continue' && next.afterMs < QUEUE_POLL_MS;
    idle = isHot && record === before && actions.length === 0 ? idle + 1 : 0;
    if (idle > AT_ONCE) return `${decision.status}: ${idle} looks in a row without a pause`;
    const fresh = new Map(
      actions.map((action) => {
        const key = keyOf(action);
        const times = [...(written.get(key) ?? []), now].filter((at) => at > now - POLL_MS);
        return [key, times] as const;
      }),
    );
    const hot = [...fresh].find(([, times]) => times.length > AT_ONCE);
    written = fresh;
    return hot === undefined ? null : `${hot[0]} is repeated without a pause`;
  };
}

/** What a write is about; for an engine run that is the whole position. */
function keyOf(action: Action): string {
  const { reason: _reason, ...what } = action;
  return JSON.stringify(what);
}
