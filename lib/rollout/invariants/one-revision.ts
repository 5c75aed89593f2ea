import { positionOf } from '../position-of';
import { namespacesOf, tagsOf } from '../wave-members';
import type { Invariant, RolloutStep } from './invariant';

/** A rollout knows two revisions, and puts nothing onto a third; one that it superseded may have left something there. */
export const oneRevision: Invariant = {
  rule: 'S4',
  name: 'every namespace of the plan, and every tag, belongs to from or to',
  check,
};

function check({ before, decision: { record } }: RolloutStep): string | null {
  const { from, to, waves } = record.plan;
  const members = new Set(namespacesOf(waves).map(({ uid }) => uid));
  const { namespaces, tags } = positionOf(record);
  const stood = new Map(before.owned.namespaces.map(({ uid, revision }) => [uid, revision]));
  const astray = [
    ...namespaces
      .filter(({ uid }) => members.has(uid))
      .filter(({ uid, revision }) => revision !== stood.get(uid))
      .map(({ name, revision }) => ({ name, revision: tags[revision] ?? revision })),
    ...tagsOf(waves).flatMap((tag) => {
      const revision = tags[tag];
      return revision === undefined ? [] : [{ name: `tag ${tag}`, revision }];
    }),
  ].find(({ revision }) => revision !== from && revision !== to);
  return astray === undefined ? null : `${astray.name} belongs on ${astray.revision}`;
}
