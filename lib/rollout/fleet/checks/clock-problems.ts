import { seenMembers, type FleetCheck } from './fleet-facts';

/** How far clocks may be apart, in milliseconds: tokens and certificates of one cluster begin and end by it in another. */
const CLOCK_TOLERANCE_MS = 30_000;

/** Clusters whose clocks are apart: of all members those that are farthest from the one in the middle. */
export const clockProblems: FleetCheck = (facts) => {
  const members = seenMembers(facts).sort((a, b) => a.seen.clockAhead - b.seen.clockAhead);
  const middle = members[Math.floor((members.length - 1) / 2)];
  const spread = (members.at(-1)?.seen.clockAhead ?? 0) - (members[0]?.seen.clockAhead ?? 0);
  if (middle === undefined || spread <= CLOCK_TOLERANCE_MS) return [];
  return members.flatMap(({ name, seen }) => {
    const apart = seen.clockAhead - middle.seen.clockAhead;
    // Of two that are too far from each other, one at least is half of it from the middle.
    if (Math.abs(apart) <= CLOCK_TOLERANCE_MS / 2) return [];
    const where = apart > 0 ? 'ahead of' : 'behind';
    const message = `its API server's clock is ${seconds(Math.abs(apart))} ${where} that of ${middle.name}, and clocks are ${seconds(spread)} apart, more than ${seconds(CLOCK_TOLERANCE_MS)}: certificates would not be valid yet, or no longer; correct its time source`;
    return [{ member: name, message }];
  });
};

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
