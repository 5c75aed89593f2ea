import type { RolloutRecord } from '../record';
import type { HistoryRule, RolloutTick } from './history-rule';

/** How much later than its deadline a wait may end: the next look may be a while away. */
const SLACK_MS = 60_000;

/** Deadlines: what nothing changes ends, or is told to a person by a driver that stops. */
export const noEndlessWait: HistoryRule = {
  rule: 'L2',
  name: 'nothing is waited for longer than its deadline',
  watch,
};

function watch(): (tick: RolloutTick) => string | null {
  let since: RolloutTick | null = null;
  return (tick) => {
    const { before, now, decision } = tick;
    const isWaiting = decision.next.type === 'continue' && decision.record === before;
    // A wait begins where a record begins: each has its times in it.
    if (!isWaiting || since?.before !== before) since = isWaiting ? tick : null;
    if (since === null) return null;
    const waitedMs = now - Math.max(since.now, begunAt(before));
    return waitedMs > mostMs(before) + SLACK_MS
      ? `${decision.status}: for ${Math.round(waitedMs / 1000)} s`
      : null;
  };
}

/** A clock that was set back has the times of a record ahead of it: a wait only gets longer by that. */
function begunAt({ since, passingSince, waveringSince }: RolloutRecord): number {
  return Math.max(since, passingSince ?? 0, waveringSince ?? 0);
}

/** The longest that any wait of a record may last, in milliseconds. */
function mostMs({ plan, released }: RolloutRecord): number {
  const soak = plan.waves[released - 1]?.soakSeconds ?? 0;
  const patience = Math.max(2 * plan.deadlineSeconds, plan.metrics?.patienceSeconds ?? 0);
  return 1000 * (Math.max(plan.approvalSeconds, plan.retainSeconds, soak) + patience);
}
