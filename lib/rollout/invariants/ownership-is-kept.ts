import { borrowedNamespaces } from '../borrowed-namespaces';
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
  const lost = positionOf(before).namespaces.find(
    ({ uid }) =>
      !kept.has(uid) &&
      !(namespaces.known && namespaces.value.every((n) => n.uid !== uid)) &&
      !(record.phase === 'rolling-back' && isBorrowed(uid, before, observation)),
  );
  return lost === undefined ? null : `${lost.name} was dropped`;
}

/** The way back gives a namespace up with the labels that it had. */
function isBorrowed(uid: string, record: RolloutRecord, observation: Observation): boolean {
  const borrowed = borrowedNamespaces(record, observation);
  return borrowed.known && borrowed.value.some(({ target }) => target.uid === uid);
}
