import type { Phase } from './phase';
import { revisionOf } from './patch/version-of';
import type { RolloutRecord } from './record';
import { STRAGGLERS } from './stragglers';

/** Where every wave has moved, and what is on `from` only keeps it from being removed. */
const MOVED: readonly Phase[] = ['retaining', 'handing-over', 'removing', 'done'];

/**
 * The revision by which a namespace comes into the mesh that is in no wave: `from`, which is proved, until the stragglers have been
 * picked up; from then on `to`. On the way back, and after it, `from`.
 */
export function homeOf({ phase, plan }: RolloutRecord): string {
  const isPickedUp = phase === 'moving' && plan.waves.some(({ name }) => name === STRAGGLERS);
  return revisionOf(isPickedUp || MOVED.includes(phase) ? plan.to : plan.from);
}
