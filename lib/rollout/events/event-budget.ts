/** How many Events of one object may still be made. */
export interface EventBudget {
  readonly left: number;
  /** Epoch milliseconds up to which it was refilled. */
  readonly refilledAt: number;
}

/**
 * As client-go has it: this many at once, then one every five minutes.
 * @see https://github.com/kubernetes/client-go/blob/v0.34.4/tools/record/events_cache.go
 */
const MOST = 25;
const REFILL_MS = 5 * 60_000;

/** The budget of an object about which nothing was told for long. */
export function fullBudget(now: number): EventBudget {
  return { left: MOST, refilledAt: now };
}

/** The budget at a time. A clock that was set back takes nothing away and gives nothing. */
export function refill({ left, refilledAt }: EventBudget, now: number): EventBudget {
  const earned = Math.max(0, Math.floor((now - refilledAt) / REFILL_MS));
  if (left + earned >= MOST) return fullBudget(now);
  return { left: left + earned, refilledAt: refilledAt + earned * REFILL_MS };
}

/** Whether nothing has to be remembered of it. */
export function isFull({ left }: EventBudget): boolean {
  return left === MOST;
}
