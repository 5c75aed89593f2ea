import type { Action } from '../action';
import type { RolloutRecord } from '../record';
import { versionOf } from '../patch/version-of';
import { targetFitness } from '../target-fitness';
import type { Invariant, RolloutStep } from './invariant';

/** A safe target: pods and labels go only where an istiod and an injector serve. */
export const targetsAreFit: Invariant = {
  rule: 'S10',
  name: 'nothing is put onto a revision that is not ready',
  check,
};

function check({ observation, decision: { record, actions } }: RolloutStep): string | null {
  for (const action of actions) {
    const revision = targetOf(action, record);
    if (revision === null) continue;
    const fitness = targetFitness(record, revision, observation);
    if (!fitness.fit) return `${action.type} although ${fitness.reason}`;
  }
  return null;
}

function targetOf(
  action: Action,
  { plan: { from, to }, phase, released }: RolloutRecord,
): string | null {
  const isBack = phase === 'rolling-back' || phase === 'proving';
  if (action.type === 'relabel' || action.type === 'retag') return from;
  if (action.type === 'move-gateway') return action.revision;
  if (action.type === 'restart' || action.type === 'evict') return isBack ? from : to;
  if (action.type !== 'apply') return null;
  // The engine run of a patch is what brings its istiods back.
  if (isBack) return released > 0 && versionOf(from) === null ? from : null;
  // What drifted from where it was proved to be is put back all the same.
  return phase === 'handing-over' && !action.refresh ? to : null;
}
