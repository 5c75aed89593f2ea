import { positionOf } from '../position-of';
import { namespacesOf } from '../wave-members';
import type { Invariant, RolloutStep } from './invariant';

/** Retry: the end of the way back is the beginning of another attempt. */
export const retryFindsNothing: Invariant = {
  rule: 'L4',
  name: 'nothing is left of an attempt that went back, but what is kept',
  check,
};

function check({ before, decision: { record } }: RolloutStep): string | null {
  if (record.phase !== 'rolled-back' || before.phase === 'rolled-back') return null;
  const { plan, kept, released, restarting } = record;
  if (released !== kept) return `${released} waves are released, ${kept} are kept`;
  const [underWay] = Object.keys(restarting);
  if (underWay !== undefined) return `${underWay} is still noted as restarting`;
  const returned = new Set(namespacesOf(plan.waves.slice(kept)).map(({ uid }) => uid));
  const { namespaces, tags } = positionOf(record);
  const left = namespaces.find(
    ({ uid, revision }) => returned.has(uid) && (tags[revision] ?? revision) === plan.to,
  );
  return left === undefined ? null : `${left.name} belongs on ${plan.to}`;
}
