import type { WaveProgress } from './record';

/** A wave that is released and of which nothing is known yet. @param now - epoch milliseconds */
export function newProgress(now: number): WaveProgress {
  return {
    releasedAt: now,
    healthySince: null,
    countedFrom: null,
    istiods: null,
    certified: false,
  };
}
