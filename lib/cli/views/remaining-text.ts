import type { RemainingTime } from '../../rollout/report/remaining-time';
import { rangeText } from './duration-text';

/** How long it still takes, such as `2m20s to 3m20s until the rollout is over`. */
export function remainingText({ until, ...range }: RemainingTime): string {
  return `${rangeText(range)} until ${until}`;
}
