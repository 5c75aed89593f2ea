import type { RolloutRecord } from './record';

/** Whether a rollout has come to its end, one way or the other. */
export function isFinal({ phase }: Pick<RolloutRecord, 'phase'>): boolean {
  return phase === 'done' || phase === 'rolled-back';
}
