const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;
const STEADY_MS = 60_000;

/**
 * How long to wait, in milliseconds, before the next start of something that failed `failures` times in a row.
 * A kubelet's back-off, at a lab's pace.
 */
export function restartDelay(
  failures: number,
  { firstMs = FIRST_MS, longestMs = LONGEST_MS } = {},
): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures, 30));
}

/** Whether something ran for so long that its end is no repetition of the failures before. */
export function ranSteadily(forMs: number): boolean {
  return forMs >= STEADY_MS;
}
