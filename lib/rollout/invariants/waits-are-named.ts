import { isNewer } from '../decide';
import type { Invariant, RolloutStep } from './invariant';

/** No silent wait: whoever looks at a rollout that does nothing is told what it waits for. */
export const waitsAreNamed: Invariant = {
  rule: 'L2',
  name: 'what is waited for is named',
  check,
};

function check({ before, observation, decision }: RolloutStep): string | null {
  const { record, actions, gates, held, next } = decision;
  if (next.type === 'stop') return next.message === '' ? 'it stops without a word' : null;
  if (held !== null) return held.reason === '' ? 'it is held without a reason' : null;
  const isWaiting = actions.length === 0 && record === before;
  // A look from before the step shows nothing of it, and a soak names its end.
  if (!isWaiting || !isNewer(observation, record) || record.passingSince !== null) return null;
  const open = gates.find(({ verdict }) => verdict !== 'Pass');
  if (open === undefined) return `${record.phase} waits for nothing that it names`;
  return open.message === '' ? `gate ${open.gate} does not say what it waits for` : null;
}
