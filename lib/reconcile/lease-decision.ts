import type { Lease } from '../cluster/record-store';

/** How long a driver on another host may be silent before its lease counts as abandoned, in milliseconds. */
export const LEASE_EXPIRY_MS = 60_000;

/** This process, as a lease names it. */
export type Holder = Pick<Lease, 'host' | 'pid' | 'startTime'>;

/** What to do about a lease. */
export type LeaseDecision =
  | { readonly type: 'take'; readonly reason: string }
  | { readonly type: 'wait'; readonly reason: string };

/**
 * Whether this driver may take over. On the same host the process table is the truth; from another host only silence
 * tells that a driver is gone.
 * @param silentMs - for how long this process has seen no renewal, by its own clock: two hosts rarely agree on the time
 */
export function decideLease(
  lease: Lease | null,
  me: Holder,
  silentMs: number,
  isAlive: (holder: Holder) => boolean,
): LeaseDecision {
  if (lease === null) return { type: 'take', reason: 'nobody drives this rollout' };
  if (sameProcess(lease, me)) return { type: 'take', reason: 'this driver holds it already' };
  const holder = `process ${lease.pid} on ${lease.host}`;
  if (lease.host === me.host) {
    return isAlive(lease)
      ? { type: 'wait', reason: `${holder} drives this rollout` }
      : { type: 'take', reason: `${holder} is gone` };
  }
  return silentMs > LEASE_EXPIRY_MS
    ? { type: 'take', reason: `${holder} has been silent for ${Math.round(silentMs / 1000)} s` }
    : { type: 'wait', reason: `${holder} drives this rollout` };
}

/** Whether a lease is this process's own. */
export function sameProcess(lease: Lease, me: Holder): boolean {
  return lease.host === me.host && lease.pid === me.pid && lease.startTime === me.startTime;
}
