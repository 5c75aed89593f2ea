import { beta } from 'jstat';

/**
 * Bounds of the true share behind `bad` of `all`, each one-sided and exact (Clopper-Pearson): the share is below `lower`, or
 * above `upper`, with probability `alpha` at most. Without anything counted nothing is known.
 */
export function lowerBound(bad: number, all: number, alpha: number): number {
  return bad === 0 || all === 0 ? 0 : beta.inv(alpha, bad, all - bad + 1);
}

/** @see lowerBound */
export function upperBound(bad: number, all: number, alpha: number): number {
  return bad >= all ? 1 : beta.inv(1 - alpha, bad + 1, all - bad);
}

/** How many requests without a single bad one it takes to prove that the share is within `limit`. */
export function neededFor(limit: number, alpha: number): number {
  return Math.ceil(Math.log(alpha) / Math.log1p(-limit));
}
