import type { LeaseRecord, StoredLease } from '../../cluster/lease-lock';

/** How long leading lasts and how often it is renewed. Renewing has to give up well before the lease runs out for others. */
export interface LeaseTiming {
  /** For how long a silent holder keeps others away, in milliseconds. */
  readonly durationMs: number;
  /** How long a holder goes on leading after it last renewed, in milliseconds. */
  readonly renewDeadlineMs: number;
  /** Pause between two attempts, in milliseconds. */
  readonly retryMs: number;
}

/** As the control plane's own components have it. @see https://pkg.go.dev/k8s.io/client-go/tools/leaderelection */
export const LEASE_TIMING: LeaseTiming = {
  durationMs: 15_000,
  renewDeadlineMs: 10_000,
  retryMs: 2_000,
};

/** A Lease as this process has seen it. */
export interface ObservedLease {
  /** `null` where it does not exist. */
  readonly stored: StoredLease | null;
  /** When an answer first showed this version, in milliseconds of this process's own clock. */
  readonly at: number;
}

/** Who wants to lead, and when. */
export interface Candidate {
  /** Unlike that of any other process, and of any earlier start of this one. */
  readonly identity: string;
  readonly timing: LeaseTiming;
}

/** What to do about a Lease. */
export type LeaderDecision =
  | { readonly type: 'write'; readonly record: LeaseRecord; readonly reason: string }
  | { readonly type: 'wait'; readonly holder: string; readonly reason: string };

/**
 * What was seen after an answer: a version that is seen again keeps the time at which it was first seen.
 * @param now - time of the answer, not of the question: a renewal may have come between
 */
export function observeLease(
  before: ObservedLease | null,
  stored: StoredLease | null,
  now: number,
): ObservedLease {
  const same = before !== null && before.stored?.version === stored?.version;
  return same ? before : { stored, at: now };
}

/**
 * Whether to lead, to go on leading, or to wait. A holder counts as gone when its record has not changed for the lease's
 * duration by this process's own clock: what the record says of the time is the holder's opinion.
 * @param now - milliseconds of the same clock as `observed.at`
 * @param wallTime - what to write down for readers
 */
export function decideLeader(
  { stored, at }: ObservedLease,
  { identity, timing }: Candidate,
  now: number,
  wallTime: Date,
): LeaderDecision {
  const record = leadingRecord(stored?.record ?? null, identity, timing, wallTime);
  const holder = stored?.record.holder ?? '';
  if (holder === '') return { type: 'write', record, reason: 'nobody leads' };
  if (holder === identity) return { type: 'write', record, reason: 'this process leads' };
  const durationMs = Math.max(timing.durationMs, (stored?.record.durationSeconds ?? 0) * 1000);
  if (now - at > durationMs) {
    const reason = `${holder} has not renewed its lease for ${durationMs / 1000} s`;
    return { type: 'write', record, reason };
  }
  return { type: 'wait', holder, reason: `${holder} leads` };
}

/** The record of a holder that gives its lease back: anybody may take it at once. */
export function releasedRecord(record: LeaseRecord, wallTime: Date): LeaseRecord {
  return { ...record, holder: '', durationSeconds: 1, renewedAt: wallTime };
}

function leadingRecord(
  before: LeaseRecord | null,
  identity: string,
  { durationMs }: LeaseTiming,
  wallTime: Date,
): LeaseRecord {
  const stays = before?.holder === identity;
  const transitions = before === null ? 0 : before.transitions + (stays ? 0 : 1);
  return {
    holder: identity,
    durationSeconds: Math.round(durationMs / 1000),
    acquiredAt: stays ? before.acquiredAt : wallTime,
    renewedAt: wallTime,
    transitions,
  };
}
