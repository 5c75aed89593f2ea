import { isPatch } from '../patch/version-of';
import { positionOf } from '../position-of';
import type { Invariant, RolloutStep } from './invariant';

/** Exact restore: what a rollout has no reason to touch stays whose it was. */
export const labelsStay: Invariant = {
  rule: 'S11',
  name: 'a patch changes no label and no tag',
  check,
};

function check({ before, decision: { record, actions } }: RolloutStep): string | null {
  if (!isPatch(record.plan)) return null;
  const written = actions.find(({ type }) =>
    [
      'adopt',
      'relabel',
      'restore',
      'retag',
      'pin-gateway',
      'move-gateway',
      'unpin-gateway',
    ].includes(type),
  );
  if (written !== undefined) return `${written.type}: ${written.reason}`;
  const labels = new Map(before.owned.namespaces.map(({ uid, revision }) => [uid, revision]));
  const moved = positionOf(record).namespaces.find(
    ({ uid, revision }) => labels.get(uid) !== revision,
  );
  return moved === undefined ? null : `${moved.name} is to be labelled ${moved.revision}`;
}
