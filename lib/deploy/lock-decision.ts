/** A lock of a stack in a file backend, as the engine wrote it. */
export interface StackLock {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** ISO time. */
  readonly timestamp: string;
}

/** What to do about a lock. */
export type LockDecision =
  | { readonly type: 'wait'; readonly reason: string }
  | { readonly type: 'break'; readonly reason: string }
  | { readonly type: 'refuse'; readonly reason: string };

/**
 * Start times are counted from a boot time that moves with the wall clock: a clock that is set makes a live engine look
 * younger than its lock.
 */
const CLOCK_STEP_MS = 60_000;

/**
 * A lock of a live engine is waited for and one of a dead engine broken; only the process table of the same host can tell
 * which it is. A process that started after the lock was written only reuses the id.
 */
export function decideLock(
  lock: StackLock,
  hostname: string,
  startedAt: (pid: number) => number | null,
): LockDecision {
  const holder = `engine ${String(lock.pid)} of ${lock.username}@${lock.hostname} (since ${lock.timestamp})`;
  if (lock.hostname !== hostname) {
    return {
      type: 'refuse',
      reason: `${holder} holds the stack from another host; if it is gone, run "pulumi cancel" there or here`,
    };
  }
  const started = startedAt(lock.pid);
  const alive = started !== null && started <= Date.parse(lock.timestamp) + CLOCK_STEP_MS;
  return alive
    ? { type: 'wait', reason: `${holder} is at work` }
    : { type: 'break', reason: `${holder} is gone; its lock is removed` };
}
