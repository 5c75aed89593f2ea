import type { RolloutRecord } from '../record';

/** Whether every wave has proved itself, and what is left is to give `from` up: from then on it is shown what goes with it. */
export function isNearRemoval({ phase }: Pick<RolloutRecord, 'phase'>): boolean {
  return phase === 'retaining' || phase === 'handing-over' || phase === 'removing';
}
