import { messageOf } from '../cluster/api-error';
import type { Decision } from '../rollout/action';
import type { Notice } from '../rollout/notices/notice';
import { noticesOf } from '../rollout/notices/notices-of';
import type { RolloutRecord } from '../rollout/record';

/** How long after a failure the next try is, in milliseconds: whoever listens may be down, and nothing waits for them. */
const PAUSE_MS = 30_000;

/** So many are remembered as sent; an attempt has fewer. */
const REMEMBERED = 20;

/** Sends notices of decisions, and remembers what failed. */
export type SendNotices = (decision: Decision) => Promise<RolloutRecord>;

/** What sending needs of the world. */
export interface NoticePorts {
  readonly post: (notice: Notice) => Promise<void>;
  readonly now: () => number;
  readonly note: (message: string) => void;
}

/**
 * Sends what was not sent yet; a receiver that does not answer keeps nothing from going on. Each is sent at least once: a
 * driver that is killed before it could write that down sends it again, under the same id.
 *
 * @returns for each decision its record, with what was sent noted in it
 */
export function createNoticeSender({ post, now, note }: NoticePorts): SendNotices {
  let failedAt = -Infinity;
  return async (decision) => {
    const { record, next } = decision;
    const due = noticesOf(decision).filter(({ id }) => !record.notified.includes(id));
    const isLast = next.type === 'stop';
    if (due.length === 0 || (now() - failedAt < PAUSE_MS && !isLast)) return record;
    const sent: string[] = [];
    for (const notice of due) {
      try {
        await post(notice);
        sent.push(notice.id);
      } catch (error) {
        failedAt = now();
        note(`the notice "${notice.type}" could not be sent: ${messageOf(error)}`);
      }
    }
    const notified = [...record.notified, ...sent].slice(-REMEMBERED);
    return sent.length === 0 ? record : { ...record, notified };
  };
}
