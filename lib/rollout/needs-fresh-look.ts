import type { RolloutRecord } from './record';

/**
 * Whether the next look must be asked of the API server, and not be what watches have told: where nothing may be as old as a
 * connection that died in silence. That is before there is a plan, before anything moves, on the way back, and for the proof
 * that nobody uses a revision any more; a wave that is judged for minutes is looked at again before anything follows from it.
 */
export function needsFreshLook(record: RolloutRecord | null): boolean {
  return record === null || (record.phase !== 'moving' && record.phase !== 'retaining');
}
