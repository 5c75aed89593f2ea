import type { RemainingTime } from '../../rollout/report/remaining-time';
import { durationText } from './duration-text';

/** How long it still takes, such as `2m20s to 3m20s until the rollout is over`. */
export function remainingText({ until, earliest, latest }: RemainingTime): string {
  const [from, to] = [durationText(earliest), durationText(latest)];
  return `${from === to ? from : `${from} to ${to}`} until ${until}`;
}
