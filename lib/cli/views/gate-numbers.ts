import { percent } from '../../rollout/metrics/percent';
import type { GateRow } from '../../rollout/report/gate-rows';

/** Between which shares the true one lies, such as `0.02–0.31 %`; `''` where nothing was counted. */
export function boundsText(bounds: GateRow['bounds']): string {
  return bounds === null ? '' : `${(bounds.lower * 100).toFixed(2)}–${percent(bounds.upper)}`;
}

/** A count in four characters at most: `158`, `41k`, `1.2M`. */
export function countText(count: number): string {
  if (count < 1_000) return String(Math.round(count));
  if (count < 999_500)
    return `${(count / 1_000).toPrecision(count < 9_950 ? 2 : 3).replace(/[.]0$/, '')}k`;
  return `${(count / 1_000_000).toPrecision(2)}M`;
}
