import type { Share } from '../verdict';
import { lowerBound, neededFor, upperBound } from './confidence';
import { eventSize, type Evidence } from './evidence';

/** How sure a pass has to be. */
export const PASS_ALPHA = 0.05;

/** What is bad in a single minute is one event, however many requests and pods it took with it. */
const FEWEST_STRUCK = 2;

/** Evidence of a time, and how probable it may be that chance alone makes a breach of it. */
export interface EvidenceWindow {
  readonly evidence: Evidence;
  readonly alpha: number;
}

/** What a share is held to. */
export interface ShareLimit {
  /** From 0 to 1. */
  readonly allowed: number;
  /** How much above the share of before is still no change. */
  readonly tolerance: number;
  readonly before: Evidence;
}

/** A breach: even as few as it may have been is more than is allowed. */
export interface Breach {
  readonly counted: Share;
  readonly bounds: { readonly lower: number; readonly upper: number };
  readonly limit: number;
}

/**
 * Whether a share is surely over its limit in a window; or rather over it than not, and surely more than before. Requests
 * count as the events that they were part of, as much as they scatter now or did before. A share that was above the limit before
 * may have been as high as its upper bound.
 */
export function breachOf({ evidence, alpha }: EvidenceWindow, of: ShareLimit): Breach | null {
  const { bad, all, struck } = evidence;
  const limit = failLimit(of);
  if (struck < FEWEST_STRUCK || bad <= limit * all) return null;
  const size = Math.max(eventSize(evidence), eventSize(of.before));
  const events = { bad: bad / size, all: all / size };
  const usual = { bad: of.before.bad / size, all: of.before.all / size };
  // There are two ways to be sure: each may spend half.
  const sure = isRisen(events, usual, alpha / 2) ? PASS_ALPHA : alpha / 2;
  const lower = lowerBound(events.bad, events.all, sure);
  if (lower <= limit) return null;
  return {
    counted: { bad, all },
    bounds: { lower, upper: upperBound(events.bad, events.all, sure) },
    limit,
  };
}

/** Whether two shares differ by more than chance: else what is bad would come now and before as often as requests do. */
function isRisen(now: Share, before: Share, alpha: number): boolean {
  const ofNow = now.all / (now.all + before.all);
  return lowerBound(now.bad, now.bad + before.bad, alpha) > ofNow;
}

/** What a share proves for its limit. */
export interface ShareProof {
  readonly verdict: 'Pass' | 'Inconclusive' | 'NoData';
  readonly bounds: { readonly lower: number; readonly upper: number };
  readonly limit: number;
}

/** Whether requests prove that the share is within its limit: their upper bound is. */
export function proofOf({ bad, all }: Share, of: ShareLimit): ShareProof {
  const bounds = {
    lower: lowerBound(bad, all, PASS_ALPHA),
    upper: upperBound(bad, all, PASS_ALPHA),
  };
  const limit = passLimit({ bad, all }, of);
  const proof = { bounds, limit };
  if (all === 0) return { ...proof, verdict: 'NoData' };
  return { ...proof, verdict: bounds.upper <= limit ? 'Pass' : 'Inconclusive' };
}

/** Whether it is rather over its limit than not, though not surely enough to turn back for it. */
export function isSuspect(evidence: Evidence, of: ShareLimit, among: number): boolean {
  const size = Math.max(eventSize(evidence), eventSize(of.before));
  const [events, trials] = [evidence.bad / size, evidence.all / size];
  return evidence.bad > 1 && lowerBound(events, trials, PASS_ALPHA / among) > failLimit(of);
}

/** A share from 0 to 1; 0 of nothing. */
export function shareOf({ bad, all }: Share): number {
  return all === 0 ? 0 : bad / all;
}

function failLimit(of: ShareLimit): number {
  const { bad, all } = of.before;
  if (bad < 2 || shareOf(of.before) + of.tolerance <= of.allowed) return of.allowed;
  const size = eventSize(of.before);
  return raised(of, upperBound(bad / size, all / size, PASS_ALPHA));
}

function raised({ allowed, tolerance }: ShareLimit, share: number): number {
  return share > 0 ? Math.min(1, Math.max(allowed, share + tolerance)) : allowed;
}

/**
 * What the upper bound of a share may be. One that was above the limit before may be what it was and a little more, less as much
 * as that is not known well: the difference is as unsure as both together. So one that failed of few does not allow everything.
 */
function passLimit(now: Share, of: ShareLimit): number {
  const { before } = of;
  const usual = shareOf(before);
  const unsure = usual - lowerBound(before.bad, before.all, PASS_ALPHA);
  const own = upperBound(now.bad, now.all, PASS_ALPHA) - shareOf(now);
  return raised(of, usual - (Math.hypot(own, unsure) - own));
}

/** How many requests prove a limit when as many of them fail as before: the fewest whose upper bound is within it. */
export function requestsNeeded(of: ShareLimit): number {
  const { allowed, before } = of;
  // Of few it is not known how many usually fail: half of one more may.
  const usual = (before.bad + 0.5) / (before.all + 1);
  const share = shareOf(before) + of.tolerance > allowed ? usual : Math.min(0.9 * allowed, usual);
  let all = neededFor(allowed, PASS_ALPHA);
  const isProved = () =>
    upperBound(share * all, all, PASS_ALPHA) <= passLimit({ bad: share * all, all }, of);
  while (all < MOST && !isProved()) all *= 1.25;
  return Math.min(MOST, Math.ceil(all));
}

const MOST = 1e6;
