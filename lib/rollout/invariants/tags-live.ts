import { positionOf } from '../position-of';
import type { Invariant, RolloutStep } from './invariant';

/** No orphan: a tag that points at a removed revision lets no pod of its namespaces start. */
export const tagsLive: Invariant = {
  rule: 'S3',
  name: 'no tag points at a removed revision',
  check,
};

function check({ decision: { record } }: RolloutStep): string | null {
  const { tags, retired } = positionOf(record);
  const dangling = Object.entries(tags).find(([, revision]) => retired.includes(revision));
  return dangling === undefined ? null : `${dangling[0]} points at ${dangling[1]}`;
}
