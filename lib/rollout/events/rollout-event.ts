import type { RolloutPhase, RolloutStatus } from '../object/rollout-status';
import type { ClusterEvent } from './cluster-event';

/** Phases that somebody has to know of, and states. */
const TROUBLE: readonly RolloutPhase[] = ['Refused', 'Failed', 'RollingBack', 'RolledBack'];

/** What is told of a state, beside its phase: a rollout that is held may go on at the next look. */
const TOLD_STATES: readonly string[] = ['Waiting', 'Blocked', 'Paused'];

/** What a new status of a RevisionRollout is worth telling as an Event: each phase and each wait for a person, when it begins. */
export function rolloutEvent(
  previous: RolloutStatus | null,
  status: RolloutStatus,
): ClusterEvent | null {
  const reason = reasonOf(status);
  if (previous !== null && reasonOf(previous) === reason && previous.wave === status.wave)
    return null;
  const isTrouble = TROUBLE.includes(status.phase) || reason === 'Blocked';
  return { type: isTrouble ? 'Warning' : 'Normal', reason, action: 'Drive', note: status.message };
}

function reasonOf({ phase, conditions }: RolloutStatus): string {
  const state = conditions.find(({ type }) => type === 'Progressing')?.reason ?? '';
  return TOLD_STATES.includes(state) ? state : phase;
}
