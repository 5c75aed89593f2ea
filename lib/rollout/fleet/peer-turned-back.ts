import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { clustersOf } from './clusters-of';
import { isOfSameRollout } from './is-of-same-rollout';

/**
 * Another cluster that turned back since this attempt began, or had before and does not begin anew for as long as a wave may take;
 * `null` where none is known to have. A mesh takes one service for one, wherever its pods are, so what is wrong with it in one cluster
 * is wrong in all. Where only waves go back, so do only those.
 */
export function peerTurnedBack(
  record: RolloutRecord,
  observation: Observation,
  now: number,
): GateResult | null {
  const { rollback, to, deadlineSeconds } = record.plan;
  const others = clustersOf(record, observation);
  if (rollback === 'wave' || !others.known) return null;
  const beganAt = attemptBeganAt(record);
  for (const { name, state } of others.value) {
    const rollout = state.known ? state.value.rollout : null;
    if (!isOfSameRollout(rollout, record) || rollout.turnedBack === null) continue;
    const { at, reason } = rollout.turnedBack;
    const isLeft = rollout.phase === 'rolled-back' && now > beganAt + deadlineSeconds * 1000;
    if (at <= beganAt && !isLeft) continue;
    return {
      gate: 'clusters',
      verdict: 'Fail',
      namespace: '',
      subject: `cluster ${name}`,
      value: 'turned back',
      message: `cluster ${name} turned back from ${to}: ${reason}`,
    };
  }
  return null;
}

/** The oldest steps of a long attempt are forgotten; what turned back before them was heeded before. */
function attemptBeganAt({ history, attempt, since }: RolloutRecord): number {
  return history.find((step) => step.attempt === attempt)?.at ?? since;
}
