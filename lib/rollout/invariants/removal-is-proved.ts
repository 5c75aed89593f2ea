import { inUse } from '../in-use';
import type { Invariant, RolloutStep } from './invariant';

/** No orphan: what is still used, or may be, is not removed. */
export const removalIsProved: Invariant = {
  rule: 'S3',
  name: 'from is retired only when it is known to be unused',
  check,
};

function check({ before, observation, decision }: RolloutStep): string | null {
  const retired = decision.record.retired.filter((revision) => !before.retired.includes(revision));
  const used = retired.find((revision) => inUse(revision, observation).inUse !== 'no');
  return used === undefined ? null : `${used}: ${inUse(used, observation).reasons.join('; ')}`;
}
