import { positionOf } from '../position-of';
import { namespacesOf } from '../wave-members';
import type { Invariant, RolloutStep } from './invariant';

/** A rollout knows two revisions, and puts nothing onto a third. */
export const oneRevision: Invariant = {
  rule: 'S4',
  name: 'every namespace of the plan belongs to from or to',
  check,
};

function check({ decision: { record } }: RolloutStep): string | null {
  const { from, to, waves } = record.plan;
  const members = new Set(namespacesOf(waves).map(({ uid }) => uid));
  const astray = positionOf(record).namespaces.find(
    ({ uid, revision }) => members.has(uid) && revision !== from && revision !== to,
  );
  return astray === undefined ? null : `${astray.name} belongs on ${astray.revision}`;
}
