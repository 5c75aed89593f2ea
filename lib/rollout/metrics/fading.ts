import type { Counted } from './count-requests';
import { eventSize, togetherOf, type Evidence } from './evidence';
import { shareOf } from './judge-share';
import type { Part } from './wave-parts';
import type { WaveTraffic } from './wave-traffic';

/** For so many minutes after the warm-up caches may still be cold. */
const LONGEST_MINUTES = 5;

/** What falls to less than this share of itself within a minute fades. */
const FADES = 0.75;

/** Standard deviations of chance that the fall has to exceed. */
const SURE = 2;

/**
 * Whether a wave just after its warm-up is over its limit, and less so from minute to minute, twice in a row and by more than chance would: its
 * warm-up is not over yet.
 * @param view - all members of the wave, as one side saw them
 */
export function isFading(
  view: readonly Part[],
  { recent, minutes, isProving }: WaveTraffic,
  allowed: number,
): boolean {
  const [first, before, now] = recent.slice(-3).map((one) => within(view, one));
  if (!isProving || minutes > LONGEST_MINUTES) return false;
  if (first === undefined || before === undefined || now === undefined || now.all === 0)
    return false;
  if (shareOf(before) <= allowed || shareOf(before) >= FADES * shareOf(first)) return false;
  const share = (before.bad + now.bad) / (before.all + now.all);
  const size = Math.max(eventSize(before), eventSize(now));
  const chance = Math.sqrt(size * share * (1 - share) * (1 / before.all + 1 / now.all));
  const fall = shareOf(before) - shareOf(now);
  return shareOf(now) < FADES * shareOf(before) && fall > SURE * chance;
}

function within(parts: readonly Part[], time: Counted): Evidence {
  return togetherOf(parts.map((one) => one.within([time])));
}
