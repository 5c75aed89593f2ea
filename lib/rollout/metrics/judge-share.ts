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
 * Whether a share is surely over its limit in a window. Requests count as the events that they were part of, as much as they
 * scatter now or did before. A share that was above the limit before may have been as high as its upper bound.
 */
export function breachOf({ evidence, alpha }: EvidenceWindow, of: ShareLimit): Breach | null {
  const { bad, all, struck } = evidence;
  const limit = failLimit(of);
  if (struck < FEWEST_STRUCK || bad <= limit * all) return null;
  const size = Math.max(eventSize(evidence), eventSize(of.before));
  const [events, trials] = [bad / size, all / size];
  const lower = lowerBound(events, trials, alpha);
  if (lower <= limit) return null;
  const bounds = { lower, upper: upperBound(events, trials, alpha) };
  return { counted: { bad, all }, bounds, limit };
}

/** What a share proves for its limit. */
export interface ShareProof {
  readonly verdict: 'Pass' | 'Inconclusive' | 'NoData';
  readonly bounds: { readonly lower: number; readonly upper: number };
  readonly limit: number;
  /** How many requests it takes to prove the limit, when they fail as often as before. */
  readonly needed: number;
}

/** Whether requests prove that the share is within its limit: their upper bound is. */
export function proofOf({ bad, all }: Share, of: ShareLimit): ShareProof {
  const { allowed, before } = of;
  const needed = neededFor(allowed, PASS_ALPHA);
  const usual = shareOf(before);
  // What too few requests showed before counts only as far as they prove it: one that failed must not allow everything.
  const proved = before.all >= needed ? usual : lowerBound(before.bad, before.all, PASS_ALPHA);
  const limit = raised(of, proved);
  const bounds = {
    lower: lowerBound(bad, all, PASS_ALPHA),
    upper: upperBound(bad, all, PASS_ALPHA),
  };
  const proof = { bounds, limit, needed: neededAt(before, limit) };
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

/** How many requests prove a limit when as many of them fail as before: the fewest whose upper bound is within it. */
function neededAt({ bad, all }: Share, limit: number): number {
  // Of few it is not known how many usually fail: half of one more may.
  const share = Math.min(0.9 * limit, (bad + 0.5) / (all + 1));
  let needed = neededFor(limit, PASS_ALPHA);
  while (needed < MOST && upperBound(share * needed, needed, PASS_ALPHA) > limit) needed *= 1.25;
  return Math.ceil(needed);
}

const MOST = 1e6;
