import { lengthOf, type Counted } from './count-requests';
import { togetherOf } from './evidence';
import { breachOf, shareOf, type Breach, type ShareLimit } from './judge-share';
import { SHARE_GATES, spend, WINDOW_MINUTES } from './spending';
import type { Part } from './wave-parts';
import { evidenceTimes, type WaveTraffic } from './wave-traffic';
import { minuteMs } from './wave-windows';

/** A breach, whose it is, and in which times. */
export interface FoundBreach {
  /** A member, or all of a view. */
  readonly parts: readonly Part[];
  readonly times: readonly Counted[];
  readonly breach: Breach;
}

/** Times that are looked at together. */
interface Look {
  readonly times: readonly Counted[];
  /** Length of the window in minutes; `null` for all since the warm-up. */
  readonly minutes: number | null;
}

/**
 * Who is in breach of a gate's limit, each member and the wave as a whole: in the newest window of each length and in all that
 * was counted since the warm-up. Members come first, the largest share before others.
 * @param views - the members of the wave, as each side saw them
 */
export function findBreaches(
  views: readonly (readonly Part[])[],
  traffic: WaveTraffic,
  limit: Omit<ShareLimit, 'before'>,
): FoundBreach[] {
  const looks = looksAt(traffic);
  const members = views.flat().map((part) => [part]);
  const found = (groups: readonly (readonly Part[])[]) =>
    groups
      .flatMap((group) => breachesOf(group, looks, traffic, limit, groups.length))
      .sort((a, b) => shareOf(b.breach.counted) - shareOf(a.breach.counted));
  return [...found(members), ...(members.length > views.length ? found(views) : [])];
}

function breachesOf(
  parts: readonly Part[],
  looks: readonly Look[],
  { minutes: elapsed, limits }: WaveTraffic,
  limit: Omit<ShareLimit, 'before'>,
  among: number,
): FoundBreach[] {
  const before = togetherOf(parts.map((one) => one.before));
  const gates = SHARE_GATES + limits.counts.length;
  const found = looks.flatMap(({ times, minutes }) => {
    const evidence = togetherOf(parts.map((one) => one.within(times)));
    const alpha = spend(gates, among, minutes, elapsed);
    const breach = breachOf({ evidence, alpha }, { ...limit, before });
    return breach === null ? [] : [{ parts, times, breach }];
  });
  // The longest time in which it shows says most.
  return found.slice(-1);
}

/** The newest whole window of each length, and everything; windows of one length end at its multiples, so they never overlap. */
function looksAt(traffic: WaveTraffic): Look[] {
  const step = minuteMs(traffic.limits);
  const times = evidenceTimes(traffic);
  const windows = WINDOW_MINUTES.flatMap((minutes): Look[] => {
    const last = times.findLastIndex(({ to }) => (to / step) % minutes === 0);
    const window = times.slice(Math.max(0, last + 1 - minutes), last + 1);
    const isWhole = window.length === minutes && lengthOf(window) === minutes * step;
    return isWhole ? [{ times: window, minutes }] : [];
  });
  return traffic.isProving ? [...windows, { times, minutes: null }] : windows;
}
