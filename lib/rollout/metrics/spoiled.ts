import type { FrozenWave, RolloutRecord } from '../record';
import type { GateResult, Share } from '../verdict';
import { lowerBound } from './confidence';
import { controlGroup, isElsewhereToo, untouched, type ControlGroup } from './control-group';
import { togetherOf } from './evidence';
import { isFading } from './fading';
import { shareOf } from './judge-share';
import { percent } from './percent';
import type { ShareRule } from './share-rule';
import type { Part } from './wave-parts';
import type { WaveTraffic } from './wave-traffic';

/** How probable it may be that chance alone makes an outage elsewhere of one minute. */
const ALPHA = 0.001;

/**
 * What makes the newest minute no evidence, neither for a wave nor against it: something outside of it is broken, or its caches
 * are still cold. Its counting begins anew after it.
 * @param views - the members of the wave, as each side saw them
 */
export function spoiledBy(
  record: RolloutRecord,
  rule: ShareRule,
  wave: FrozenWave,
  traffic: WaveTraffic,
  views: readonly (readonly Part[])[],
): GateResult | null {
  const minute = traffic.recent.slice(-1);
  const allowed = rule.allowed(traffic);
  const newest = views.map((view) => ({
    view,
    now: togetherOf(view.map((one) => one.within(minute))),
  }));
  const over = newest.find(({ now }) => shareOf(now) > allowed);
  const fading = newest.find(({ view }) => isFading(view, traffic, allowed));
  const seen = over ?? fading;
  if (seen === undefined) return null;
  const control = over === undefined ? null : sufferers(record, rule, wave, traffic, over);
  if (control === null && fading === undefined) return null;
  const [verdict, why] =
    control === null
      ? (['Inconclusive', 'it falls from minute to minute, as while caches get warm'] as const)
      : ([
          'Environment',
          `${control.namespaces.join(', ')} got worse too: ${percent(shareOf(control.now))}`,
        ] as const);
  const value = `${percent(shareOf(seen.now))} of ${seen.now.all}`;
  return {
    gate: rule.gate,
    verdict,
    namespace: '',
    subject: `wave ${wave.name}`,
    value,
    message: `${value} ${rule.what} in wave ${wave.name} in the last minute, limit ${percent(allowed)}; ${why}`,
    patient: true,
    recount: true,
  };
}

/** What one side saw in the newest minute. */
interface Newest {
  readonly view: readonly Part[];
  readonly now: Share;
}

/** The control group, if it surely got worse in the newest minute, by half as much as the wave at least; else `null`. */
function sufferers(
  record: RolloutRecord,
  { control: counting, allowed, tolerance }: ShareRule,
  wave: FrozenWave,
  traffic: WaveTraffic,
  { view, now }: Newest,
): ControlGroup | null {
  if (counting === null) return null;
  const minute = traffic.recent.slice(-1);
  const control = controlGroup(untouched(record, wave, traffic), counting, minute, traffic.before);
  const usual = Math.max(allowed(traffic), shareOf(control.before) + tolerance);
  if (lowerBound(control.now.bad, control.now.all, ALPHA) <= usual) return null;
  const before = togetherOf(view.map((one) => one.before));
  return isElsewhereToo(control, shareOf(now) - shareOf(before)) ? control : null;
}
