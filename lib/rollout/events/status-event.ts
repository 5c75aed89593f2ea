import { isTrouble, type OperatorStatus, type Phase } from '../status/operator-status';
import { READY } from '../status/judge-ready';
import type { ClusterEvent } from './cluster-event';

const ACTION: Readonly<Record<Phase, string>> = {
  Pending: 'Wait',
  Reconciling: 'Reconcile',
  Ready: 'Reconcile',
  Degraded: 'Reconcile',
  Failed: 'Reconcile',
  Paused: 'Pause',
  Deleting: 'Delete',
};

/**
 * What a new status is worth telling as an Event, `null` for nothing: trouble whenever it is found, anything else when it
 * begins. The steps of a reconcile under way are told by the status alone.
 */
export function statusEvent(
  previous: OperatorStatus | null,
  status: OperatorStatus,
): ClusterEvent | null {
  const { phase, message } = status;
  if (phase === 'Pending' || phase === 'Reconciling') return null;
  if (isTrouble(phase)) {
    // The message of the whole is cut to fit a row; an Event has room for all that the condition says.
    const ready = status.conditions.find(({ type }) => type === READY);
    const [reason, note] = [ready?.reason ?? phase, ready?.message ?? message];
    return { type: 'Warning', reason, action: ACTION[phase], note };
  }
  const isNew =
    previous?.phase !== phase ||
    previous.message !== message ||
    appliedDigest(previous) !== appliedDigest(status);
  if (!isNew) return null;
  const told = { type: 'Normal', action: ACTION[phase] } as const;
  const trouble = previous?.lastTrouble;
  return phase === 'Ready' && trouble !== undefined
    ? { ...told, reason: 'Recovered', note: `${message}, after ${trouble.reason}` }
    : { ...told, reason: phase, note: message };
}

function appliedDigest(status: OperatorStatus | null): string | null {
  return status?.lastApplied?.digest ?? null;
}
