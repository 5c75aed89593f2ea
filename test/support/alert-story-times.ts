import type { AlertStory } from './alert-proof';
import { between, type OverTime } from './mesh-story';

/** When what goes wrong begins, long after the wave is warm, and when it ends. */
export const BEGINS = 1200;
export const ENDS = 2100;

/** By then it has lasted for a window and two scrapes; it is over for three. */
const FIRES = { at: [BEGINS + 330, ENDS], quietAt: [BEGINS + 285, ENDS + 45] } as const;

/** A share while it goes wrong, and none around that. */
export function during(share: number): OverTime {
  return between(BEGINS, ENDS, share);
}

/** Alerts that fire for what goes wrong in just that time. */
export function fires(...alerts: readonly string[]): NonNullable<AlertStory['fires']> {
  return alerts.map((name) => ({ alert: `IstioRevisions${name}`, ...FIRES }));
}

/** The first pod that the wave brings. */
export const FIRST_NEW = 'cart-7d9f8-dd5vm';
