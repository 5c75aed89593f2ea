import type { Decision } from '../action';
import { applyDue } from '../apply-due';
import { act, hold, isOverdue, isStuck, POLL_MS, wait, type PhaseInput } from '../decide';
import { mapFact, type Fact } from '../fact';
import { isLeaderLock } from '../is-leader-lock';
import type { Observation } from '../observation';
import type { RolloutRecord } from '../record';
import { removalPlan } from '../removal/removal-plan';
import { runEngine } from '../run-engine';

/** After `from` is retired: the engine deletes it, what it left behind follows, and the cluster must show that it is gone. */
export function verifyRemoved(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const { from } = record.plan;
  const due = applyDue(record, observation, [], `nothing uses ${from} any more`);
  if (due !== null) {
    if (!due.isNewPosition && isOverdue(record, now)) return hold(record, due.action.reason, true);
    return runEngine(input, due);
  }
  if (!record.settled) return wait({ ...record, settled: true, since: now }, [], 0);
  const left = leftovers(record, observation);
  if (!left.known) return hold(record, left.reason, isStuck(record, now));
  const others = left.value.filter((object) => !isAbandoned(from, object));
  if (others.length > 0) {
    const reason = `still there: ${others.join(', ')}`;
    return hold(record, reason, isOverdue(record, now));
  }
  if (left.value.length > 0) return deleteAbandoned(input, left.value);
  return act({ ...record, phase: 'done', since: now }, []);
}

/**
 * What its istiods made, or an installation that was not ours, and what does nothing without an istiod of it. Anything else
 * that is left is the engine's to delete, or a person's.
 */
function isAbandoned(revision: string, object: string): boolean {
  if (isLeaderLock(object) || object.startsWith('NetworkPolicy ')) return true;
  const values = revision === 'default' ? 'values' : `values-${revision}`;
  return object.startsWith('ConfigMap ') && object.endsWith(`/${values}`);
}

/** Only once no istiod of the revision lives: a living one would make its locks again. */
function deleteAbandoned({ record, now }: PhaseInput, objects: readonly string[]): Decision {
  if (isOverdue(record, now)) return hold(record, `still there: ${objects.join(', ')}`, true);
  const { from } = record.plan;
  const reason = `${from} left it behind`;
  const decision = act(record, [{ type: 'cleanup', revision: from, objects, reason }]);
  return { ...decision, next: { type: 'continue', afterMs: POLL_MS } };
}

/**
 * What was to go and is known to be left; unknown when any part of it could not be read. Istiods of another cluster are that one's to
 * remove, once no other uses them.
 */
function leftovers(
  { plan: { from, clusters } }: RolloutRecord,
  observation: Observation,
): Fact<readonly string[]> {
  const { istiods } = observation;
  if (!istiods.known) return istiods;
  const isHere = clusters?.controlPlane === undefined;
  const pods = istiods.value.filter(({ revision }) => isHere && revision === from);
  return mapFact(removalPlan(from, observation), ({ removes }) => [
    ...pods.map(({ pod }) => `Pod ${pod}`),
    ...removes.map(({ object }) => object),
  ]);
}
