/** How pauses between attempts grow, in milliseconds. */
export interface BackOffLimits {
  /** The longest pause after the first failure. */
  readonly baseMs: number;
  /** No pause is longer. */
  readonly capMs: number;
}

/**
 * How long to pause before the next attempt, in milliseconds. The ceiling doubles with every failure up to the cap; the pause is
 * drawn between half of it and all of it: what failed together comes back spread out, and never sooner than half the ceiling,
 * since a draw near nothing would be no pause at all.
 * @param attempt - failures in a row; 0 means no pause
 * @param random - from 0 to 1
 */
export function backOffMs(
  attempt: number,
  random: number,
  { baseMs, capMs }: BackOffLimits,
): number {
  if (attempt <= 0) return 0;
  const ceiling = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
