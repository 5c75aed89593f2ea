import { borrowedNamespaces } from '../borrowed-namespaces';
import { namespacesByUid } from '../look-up';
import type { Observation } from '../observation';
import { positionOf } from '../position-of';
import type { RolloutRecord } from '../record';
import type { Invariant, RolloutStep } from './invariant';

/** Identity: what was made ours is ours until it is gone, by its uid. */
export const ownershipIsKept: Invariant = {
  rule: 'S12',
  name: 'what we own stays ours while it exists',
  check,
};

function check({ before, observation, decision: { record } }: RolloutStep): string | null {
  const { namespaces } = observation;
  const kept = new Set(positionOf(record).namespaces.map(({ uid }) => uid));
  const living = namespaces.known ? namespacesByUid(namespaces.value) : null;
  const borrowed =
    record.phase === 'rolling-back' ? borrowedIn(before, observation) : new Set<string>();
  const lost = positionOf(before).namespaces.find(
    ({ uid }) => !kept.has(uid) && living?.has(uid) !== false && !borrowed.has(uid),
  );
  return lost === undefined ? null : `${lost.name} was dropped`;
}

/** The way back gives a namespace up with the labels that it had. */
function borrowedIn(record: RolloutRecord, observation: Observation): ReadonlySet<string> {
  const borrowed = borrowedNamespaces(record, observation);
  return new Set(borrowed.known ? borrowed.value.map(({ target }) => target.uid) : []);
}
