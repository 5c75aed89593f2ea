import { meshNamespaces } from '../removal/mesh-namespaces';
import { isOwnObject } from '../removal/own-object';
import type { Invariant, RolloutStep } from './invariant';

/** What several revisions share, or what belongs to none, never goes with one of them. */
export const onlyItsOwnGoes: Invariant = {
  rule: 'S3',
  name: 'nothing goes with a revision but what is made for it alone',
  check,
};

function check({ before, observation, decision }: RolloutStep): string | null {
  const { record, actions } = decision;
  const namespaces = meshNamespaces(observation);
  const { from } = record.plan;
  const recorded = record.removed === before.removed ? [] : record.removed;
  const deleted = actions.flatMap((action) => (action.type === 'cleanup' ? action.objects : []));
  const other = [...recorded, ...deleted].find((object) => !isOwnObject(from, object, namespaces));
  if (other !== undefined) return `${other} would go with ${from}`;
  return deleted.length > 0 && !record.retired.includes(from)
    ? `${deleted.join(', ')} would go before ${from} is retired`
    : null;
}
