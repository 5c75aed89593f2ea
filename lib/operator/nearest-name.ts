import { closest, distance } from 'fastest-levenshtein';

/** Further apart than this, a suggestion confuses more than it helps. */
const NEAR = 4;

/** The name that somebody may have meant; `null` where none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest = closest(name, known);
  return distance(name.toLowerCase(), nearest.toLowerCase()) <= NEAR ? nearest : null;
}
