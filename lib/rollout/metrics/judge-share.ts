import type { Share } from '../verdict';
import { lowerBound, neededFor, upperBound } from './confidence';

/** How sure a breach has to be at one look; looks repeat, so this is far stricter than what a pass takes. */
const FAIL_ALPHA = 0.005;
/** How sure a pass has to be. */
export const PASS_ALPHA = 0.05;

/** A single one that failed is no breach, however few there were: the next look would only see it again. */
const FEWEST = 2;

/** So many times over the limit, of so many requests, needs no second look. */
const GROSS = { times: 5, requests: 100 } as const;

/** What a share means for a limit. */
export interface ShareVerdict {
  readonly verdict: 'Pass' | 'Fail' | 'Inconclusive' | 'NoData';
  /** Whether a breach is so gross that it needs no second look. */
  readonly gross: boolean;
  /** One-sided each: below `lower` it takes a breach, above `upper` it takes a pass to be that sure. */
  readonly bounds: { readonly lower: number; readonly upper: number };
  /** The limit that was used, from 0 to 1. */
  readonly limit: number;
  /** How many requests it takes to prove what is allowed with none of them bad. */
  readonly needed: number;
}

/**
 * Judges a share by its confidence bounds, so that the volume it takes follows from the limit. A share that was above the
 * limit before may stay where it was. What too few requests showed before counts to pass only as far as they prove it: a
 * single one that failed must not allow everything.
 * @param tolerance - how much above the share of `before` is still no change
 */
export function judgeShare(
  { bad, all }: Share,
  allowed: number,
  before: Share,
  tolerance: number,
): ShareVerdict {
  const raised = (share: number) =>
    share > 0 ? Math.min(1, Math.max(allowed, share + tolerance)) : allowed;
  const needed = neededFor(allowed, PASS_ALPHA);
  const failLimit = raised(before.all === 0 ? 0 : before.bad / before.all);
  const limit =
    before.all >= needed ? failLimit : raised(lowerBound(before.bad, before.all, PASS_ALPHA));
  const bounds = {
    lower: lowerBound(bad, all, FAIL_ALPHA),
    upper: upperBound(bad, all, PASS_ALPHA),
  };
  const judged = { gross: false, limit, needed, bounds };
  if (all === 0) return { ...judged, verdict: 'NoData' };
  if (bad >= FEWEST && bounds.lower > failLimit) {
    const gross = all >= GROSS.requests && bad / all > GROSS.times * failLimit;
    return { ...judged, verdict: 'Fail', gross, limit: failLimit };
  }
  const verdict = bounds.upper <= limit ? 'Pass' : 'Inconclusive';
  return { ...judged, verdict };
}
