import { statusOf } from './status-of';
import type { RolloutRecord, Transition } from './record';

/** So many are kept: what a person looks back to, in a few kilobytes. */
const KEPT = 50;

/** A longer reason is cut: the gates and the failure have it in full. */
const REASON_LENGTH = 90;

/**
 * A record that remembers the step from `before` to it: another phase, another wave or another attempt. The same object
 * when it is no step.
 * @param before - `null` where nothing was recorded
 * @param now - epoch milliseconds
 */
export function rememberTransition(
  before: RolloutRecord | null,
  after: RolloutRecord,
  now: number,
): RolloutRecord {
  const from = before === null ? '' : placeOf(before);
  const to = placeOf(after);
  const isNewAttempt = before?.attempt !== after.attempt || before.plan.hash !== after.plan.hash;
  if (from === to && !isNewAttempt) return after;
  const reason = isNewAttempt ? `attempt ${after.attempt} begins` : reasonOf(after);
  const step: Transition = {
    at: now,
    attempt: after.attempt,
    from,
    to,
    reason: reason.length > REASON_LENGTH ? `${reason.slice(0, REASON_LENGTH - 1)}…` : reason,
  };
  return { ...after, history: [...after.history, step].slice(-KEPT) };
}

/** The phase, and of waves that move which one, from 1: `moving 2`. */
function placeOf({ phase, released }: RolloutRecord): string {
  return phase === 'moving' ? `moving ${released}` : phase;
}

function reasonOf(record: RolloutRecord): string {
  const { failure, phase, plan, released } = record;
  if (phase === 'rolling-back' && failure !== null) {
    return `${failure.gate}: ${failure.subject === '' ? failure.value : failure.subject}`;
  }
  if (phase === 'retaining') return 'every wave is proved';
  return phase === 'moving' && released > 1
    ? `wave ${plan.waves[released - 2]?.name ?? ''} is proved`
    : statusOf(record);
}
