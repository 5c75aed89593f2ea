import type { Observation } from '../observation';
import { positionOf } from '../position-of';
import type { RolloutRecord } from '../record';
import { tagsOf } from '../wave-members';
import { revisionOfTag, tagSubject } from './tag-problem';

/** Tags of the plan that are known not to point where the position has them, whether their wave is released or not. */
export function tagDrift(record: RolloutRecord, { injectors }: Observation): string[] {
  if (!injectors.known) return [];
  const { tags } = positionOf(record);
  return tagsOf(record.plan.waves)
    .filter((tag) => tag in tags && revisionOfTag(tag, injectors.value) !== tags[tag])
    .map(tagSubject);
}
