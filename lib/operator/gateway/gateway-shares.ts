/** The share at which a generation has the address to itself. */
const ALL = 100;

/**
 * How many replicas give a new generation a share of a gateway's traffic, while the old one stays beside it at its whole:
 * `k` of them have `k / (whole + k)`. Where several counts round to the share, the smallest.
 *
 * @param share - in percent, from 1 to 100; at 100 it has the address to itself, and with it the whole
 * @param whole - replicas of the gateway as a whole, which is also the most of them
 * @returns `null` when no count gives this share
 */
export function replicasOfShare(share: number, whole: number): number | null {
  if (share === ALL) return whole;
  return counts(whole).find((count) => shareOf(count, whole) === share) ?? null;
}

/** Every share that a gateway of so many replicas can give a new generation, in percent, ascending; the last is 100. */
export function possibleShares(whole: number): number[] {
  const shares = counts(whole).map((count) => shareOf(count, whole));
  return [...new Set([...shares, ALL])].filter((share) => share > 0);
}

function counts(whole: number): number[] {
  return Array.from({ length: whole }, (_, index) => index + 1);
}

function shareOf(count: number, whole: number): number {
  return Math.round((100 * count) / (whole + count));
}
