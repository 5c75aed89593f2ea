import { nextWaveDueAt } from '../admission/admission-question';
import type { Phase } from '../phase';
import type { FrozenWave, RolloutRecord } from '../record';
import type { PeerRollout } from './cluster-fact';

/** Phases in which every wave is proved. */
const WHOLE: readonly Phase[] = ['retaining', 'handing-over', 'removing', 'done'];

const AFTER_RETAINING: readonly Phase[] = ['handing-over', 'removing', 'done'];

/** What a record says to others at a time. @param now - epoch milliseconds */
export function peerRollout(record: RolloutRecord, now: number): PeerRollout {
  const { plan, phase, failure } = record;
  const isBack = phase === 'rolling-back' || phase === 'rolled-back';
  return {
    from: plan.from,
    to: plan.to,
    phase,
    installed: phase !== 'installing' && !isBack,
    moved: hasMoved(record, now),
    whole: WHOLE.includes(phase),
    retained: isRetained(record, now),
    turnedBack: isBack ? { at: failure?.at ?? record.since, reason: failure?.message ?? '' } : null,
  };
}

/** Whether a wave waits until enough of all clusters has moved. */
export function awaitsCoverage(wave: FrozenWave): boolean {
  return wave.kind === 'gateway' && wave.coverage !== undefined;
}

/** The waves before those that wait for the other clusters. */
function ownWaves({ plan }: RolloutRecord): readonly FrozenWave[] {
  const first = plan.waves.findIndex(awaitsCoverage);
  return first < 0 ? plan.waves : plan.waves.slice(0, first);
}

/** Whether a cluster has moved what it moves by itself: while its next wave is due, its last one has soaked. */
function hasMoved(record: RolloutRecord, now: number): boolean {
  const { phase, released, waveringSince } = record;
  if (WHOLE.includes(phase)) return true;
  if (phase !== 'moving') return false;
  const own = ownWaves(record).length;
  const dueAt = nextWaveDueAt(record);
  return (
    released > own || (released === own && dueAt !== null && dueAt <= now && waveringSince === null)
  );
}

/** Whether `from` was kept for its time, with every gate passing. */
function isRetained(record: RolloutRecord, now: number): boolean {
  const { phase, plan, passingSince, retainedMs } = record;
  if (AFTER_RETAINING.includes(phase)) return true;
  if (phase !== 'retaining' || passingSince === null) return false;
  return retainedMs + (now - passingSince) >= plan.retainSeconds * 1000;
}
