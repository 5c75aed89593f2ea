import { evidenceOf } from '../../lib/rollout/metrics/evidence';
import { breachOf } from '../../lib/rollout/metrics/judge-share';
import { SHARE_GATES, spend, WINDOW_MINUTES } from '../../lib/rollout/metrics/spending';
import type { Share } from '../../lib/rollout/verdict';
import { Random } from '../bench/gates/random';

/** The limit that simulated waves are held to. */
export const SIMULATED_LIMIT = 0.005;

const MINUTES = 60;

/** What a simulated wave is like. */
export interface WaveOf {
  readonly members: number;
  readonly pods: number;
  readonly perMinute: number;
  /** Share of requests that fail. */
  readonly share: number;
}

/** In which minute a wave is turned back, looked at every minute as the gates do; `null` when it never is. */
export function turnsBack(
  seed: number,
  { members, pods, perMinute, share }: WaveOf,
): number | null {
  const random = new Random(seed);
  const before = evidenceOf([]);
  const limit = { allowed: SIMULATED_LIMIT, tolerance: 0.0025, before };
  const minutes: Share[][][] = Array.from({ length: members }, () => []);
  for (let minute = 1; minute <= MINUTES; minute++) {
    for (const member of minutes) {
      member.push(
        Array.from({ length: pods }, () => {
          const all = random.poisson(perMinute);
          return { bad: random.binomial(all, share), all };
        }),
      );
    }
    for (const length of [null, ...WINDOW_MINUTES]) {
      if (length !== null && (minute % length !== 0 || minute < length)) continue;
      const alpha = spend(SHARE_GATES, members, length, minute);
      const isBreach = minutes.some(
        (member) =>
          breachOf({ evidence: evidenceOf(member.slice(-(length ?? minute))), alpha }, limit) !==
          null,
      );
      if (isBreach) return minute;
    }
  }
  return null;
}
