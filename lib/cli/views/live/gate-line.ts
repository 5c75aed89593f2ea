import { percent } from '../../../rollout/metrics/percent';
import type { GateRow } from '../../../rollout/report/gate-rows';
import { boundsText } from '../gate-numbers';
import type { Line } from '../page/page';
import { glyphOf, toneOf } from '../verdict-mark';

/** What a gate says, in one sentence: what was found, how sure that is, and what is allowed. */
export function gateLine({ gate, verdict, value, bounds, limit, message }: GateRow): Line {
  return [
    { text: `${glyphOf(verdict)} ${gate}`, tone: toneOf(verdict) },
    { text: `: ${sentence()}` },
  ];

  function sentence(): string {
    if (limit === null) return verdict === 'Pass' ? value : message;
    const sure = bounds === null ? '' : ` (${boundsText(bounds)})`;
    const measured = `${value}${sure}, at most ${percent(limit)} is allowed`;
    return verdict === 'Pass' ? measured : `${measured}; ${message}`;
  }
}
