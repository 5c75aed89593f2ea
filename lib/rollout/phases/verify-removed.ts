import type { Decision } from '../action';
import { applyDue } from '../apply-due';
import { act, hold, isOverdue, isStuck, POLL_MS, wait, type PhaseInput } from '../decide';
import type { Fact } from '../fact';
import { isLeaderLock, LEADER_LOCK } from '../is-leader-lock';
import type { Observation } from '../observation';
import { runEngine } from '../run-engine';

/** After `from` is retired: the engine deletes it, its leader locks follow, and the cluster must show that it is gone. */
export function verifyRemoved(input: PhaseInput): Decision {
  const { record, observation, now } = input;
  const { from } = record.plan;
  const due = applyDue(record, observation, [], `nothing uses ${from} any more`);
  if (due !== null) {
    if (!due.isNewPosition && isOverdue(record, now)) return hold(record, due.action.reason, true);
    return runEngine(input, due);
  }
  if (!record.settled) return wait({ ...record, settled: true, since: now }, [], 0);
  const left = leftovers(from, observation);
  if (!left.known) return hold(record, left.reason, isStuck(record, now));
  const leases = left.value.filter(isLeaderLock);
  const others = left.value.filter((object) => !isLeaderLock(object));
  if (others.length > 0) {
    const reason = `still there: ${others.join(', ')}`;
    return isOverdue(record, now) ? hold(record, reason, true) : wait(record);
  }
  if (leases.length > 0) return deleteLeases(input, leases);
  return act({ ...record, phase: 'done', since: now }, []);
}

/** Only once no istiod of the revision lives: a living one would make its locks again. */
function deleteLeases({ record, now }: PhaseInput, leases: readonly string[]): Decision {
  if (isOverdue(record, now)) return hold(record, `still there: ${leases.join(', ')}`, true);
  const decision = act(record, [
    {
      type: 'cleanup',
      leases: leases.map((lease) => lease.slice(LEADER_LOCK.length)),
      reason: `istiod of ${record.plan.from} left its leader locks behind`,
    },
  ]);
  return { ...decision, next: { type: 'continue', afterMs: POLL_MS } };
}

/** Everything of a revision that is known to be left; unknown when any part of it could not be read. */
function leftovers(revision: string, observation: Observation): Fact<readonly string[]> {
  const { istiods, injectors, revisionObjects, at } = observation;
  if (!istiods.known) return istiods;
  if (!injectors.known) return injectors;
  if (!revisionObjects.known) return revisionObjects;
  const objects = revisionObjects.value[revision];
  if (objects === undefined) {
    return { known: false, reason: `objects of ${revision} were not read`, at };
  }
  const pods = istiods.value.filter((istiod) => istiod.revision === revision);
  const webhooks = injectors.value.filter((injector) => injector.revision === revision);
  const value = [
    ...pods.map(({ pod }) => `Pod ${pod}`),
    ...webhooks.map(({ name }) => `MutatingWebhookConfiguration ${name}`),
    ...objects,
  ];
  return { known: true, value: [...new Set(value)], at };
}
