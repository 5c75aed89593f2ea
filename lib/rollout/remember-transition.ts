import { COMMAND_GATE } from './commands/roll-back-as-told';
import { statusOf } from './status-of';
import type { Phase } from './phase';
import type { FrozenPlan, RolloutRecord, Transition } from './record';

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
    by: isNewAttempt ? '' : authorOf(after),
  };
  return { ...after, history: [...after.history, step].slice(-KEPT) };
}

/** The phase, and of waves that move which one, from 1: `moving 2`. */
function placeOf({ phase, released }: RolloutRecord): string {
  return phase === 'moving' ? `moving ${released}` : phase;
}

/** A way back that somebody asked for, or a wave that somebody approved. */
function authorOf({ phase, failure, plan, released, approvals }: RolloutRecord): string {
  if (phase === 'rolling-back') return failure?.gate === COMMAND_GATE ? failure.subject : '';
  const wave = phase === 'moving' ? plan.waves[released - 1]?.name : undefined;
  return approvals.find((one) => one.wave === wave && one.gate === null)?.by ?? '';
}

function reasonOf(record: RolloutRecord): string {
  const { failure, phase, plan } = record;
  if (phase === 'rolling-back' && failure !== null) {
    return `${failure.gate}: ${failure.subject === '' ? failure.value : failure.subject}`;
  }
  if (phase === 'moving') return reasonToMove(record);
  return REASONS[phase]?.(plan) ?? statusOf(record);
}

const REASONS: Readonly<Partial<Record<Phase, (plan: FrozenPlan) => string>>> = {
  proving: ({ to }) => `${to} is ready`,
  adopting: ({ from, to, restartFrom }) =>
    restartFrom ? `${from} survived a restart` : `${to} is ready`,
  retaining: () => 'every wave is proved',
  'handing-over': ({ from }) => `${from} was kept for its time`,
  removing: ({ from }) => `nothing leads to ${from} any more`,
};

function reasonToMove({ plan, released }: RolloutRecord): string {
  if (released === 0) return 'every namespace is adopted';
  return released === 1
    ? 'the adopted labels are part of the tree'
    : `wave ${plan.waves[released - 2]?.name ?? ''} is proved`;
}
