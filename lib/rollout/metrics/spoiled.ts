import type { FrozenWave, RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
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
  const over = views.find(
    (view) => shareOf(togetherOf(view.map((one) => one.within(minute)))) > allowed,
  );
  const fading = views.find((view) => isFading(view, traffic, allowed));
  if (over === undefined && fading === undefined) return null;
  const now = togetherOf((over ?? fading ?? []).map((one) => one.within(minute)));
  const value = `${percent(shareOf(now))} of ${now.all}`;
  const message = `${value} ${rule.what} in wave ${wave.name} in the last minute, limit ${percent(allowed)}`;
  const found = { gate: rule.gate, namespace: '', subject: `wave ${wave.name}`, value } as const;
  const control = over === undefined ? null : sufferers(record, rule, wave, traffic, over);
  if (control !== null) {
    const elsewhere = `${control.namespaces.join(', ')} got worse too: ${percent(shareOf(control.now))}`;
    return {
      ...found,
      verdict: 'Environment',
      message: `${message}; ${elsewhere}`,
      patient: true,
      recount: true,
    };
  }
  if (fading === undefined) return null;
  const why = 'it falls from minute to minute, as while caches get warm';
  return {
    ...found,
    verdict: 'Inconclusive',
    message: `${message}; ${why}`,
    patient: true,
    recount: true,
  };
}

/** The control group, if it surely got worse in the newest minute, by half as much as the wave at least; else `null`. */
function sufferers(
  record: RolloutRecord,
  { control: view, allowed, tolerance }: ShareRule,
  wave: FrozenWave,
  traffic: WaveTraffic,
  over: readonly Part[],
): ControlGroup | null {
  if (view === null) return null;
  const minute = traffic.recent.slice(-1);
  const control = controlGroup(untouched(record, wave, traffic), view, minute, traffic.before);
  const usual = Math.max(allowed(traffic), shareOf(control.before) + tolerance);
  if (lowerBound(control.now.bad, control.now.all, ALPHA) <= usual) return null;
  const now = togetherOf(over.map((one) => one.within(minute)));
  const before = togetherOf(over.map((one) => one.before));
  return isElsewhereToo(control, shareOf(now) - shareOf(before)) ? control : null;
}
