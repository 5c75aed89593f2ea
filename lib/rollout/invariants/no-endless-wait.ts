import type { RolloutRecord } from '../record';
import type { HistoryRule, RolloutTick } from './history-rule';

/** How much later than its deadline a wait may end: the next look may be a while away. */
const SLACK_MS = 60_000;

/** Deadlines: what nothing changes ends, or is told to a person by a driver that stops. */
export const noEndlessWait: HistoryRule = {
  rule: 'L2',
  name: 'nothing is waited for longer than its deadline',
  check,
};

function check(ticks: readonly RolloutTick[]): string | null {
  let since: RolloutTick | null = null;
  for (const tick of ticks) {
    const { before, now, decision } = tick;
    const isWaiting = decision.next.type === 'continue' && decision.record === before;
    // A wait begins where a record begins: each has its times in it.
    if (!isWaiting || since?.before !== before) since = isWaiting ? tick : null;
    if (since === null) continue;
    const waitedMs = now - since.now;
    if (waitedMs > mostMs(before) + SLACK_MS) {
      return `${decision.status}: for ${Math.round(waitedMs / 1000)} s`;
    }
  }
  return null;
}

/** The longest that any wait of a record may last, in milliseconds. */
function mostMs({ plan, released }: RolloutRecord): number {
  const soak = plan.waves[released - 1]?.soakSeconds ?? 0;
  const patience = Math.max(2 * plan.deadlineSeconds, plan.metrics?.patienceSeconds ?? 0);
  return 1000 * (Math.max(plan.approvalSeconds, plan.retainSeconds, soak) + patience);
}
