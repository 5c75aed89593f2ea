/** A number from 0 to 1 that only depends on what it is for: the same question always gets the same answer. */
export function chance(seed: number, ...what: readonly (string | number)[]): number {
  let hash = (seed ^ 0x9e37_79b9) >>> 0;
  for (const character of what.join('\u0000')) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x0100_0193) >>> 0;
  }
  // What differs in one character must not be near in value.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
