import type { Lease } from '../cluster/record-store';
import { LEASE_EXPIRY_MS, type Holder } from './lease-decision';

/** Whether somebody watches a rollout now: without a driver nothing is judged and nothing goes back by itself. */
export interface Guard {
  readonly held: boolean;
  /** Who holds it, or why nobody does. */
  readonly message: string;
}

/**
 * Who guards a rollout. On this host the process table is the truth; of another host only its last sign of life is known.
 * @param now - epoch milliseconds
 */
export function guardOf(
  lease: Lease | null,
  host: string,
  isAlive: (holder: Holder) => boolean,
  now: number,
): Guard {
  if (lease === null) return { held: false, message: 'nobody' };
  const holder = `process ${lease.pid} on ${lease.host}`;
  const silent = `${Math.max(0, Math.round((now - lease.renewedAt) / 1000))} s ago`;
  if (lease.host === host) {
    return isAlive(lease)
      ? { held: true, message: `${holder}, seen ${silent}` }
      : { held: false, message: `nobody: ${holder} is gone` };
  }
  return now - lease.renewedAt <= LEASE_EXPIRY_MS
    ? { held: true, message: `${holder}, seen ${silent}` }
    : { held: false, message: `nobody: ${holder} was last seen ${silent}` };
}
