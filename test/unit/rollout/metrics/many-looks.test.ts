import {
  SHARE_GATES,
  spend,
  WAVE_ALPHA,
  WINDOW_MINUTES,
} from '../../../../lib/rollout/metrics/spending';
import { SIMULATED_LIMIT, turnsBack, type WaveOf } from '../../../support/simulated-wave';

/** Those that every wave has, and two of the team's own. */
const GATES = SHARE_GATES + 2;

/** Ten times as many run in test/long. */
const WAVES = 200;

const seeds = Array.from({ length: WAVES }, (_, index) => index + 1);

describe('an hour of looks at a whole wave', () => {
  it.each<[string, Omit<WaveOf, 'share'>]>([
    ['few members with much traffic', { members: 3, pods: 2, perMinute: 300 }],
    ['many members with little', { members: 20, pods: 1, perMinute: 20 }],
  ])('turns back by chance no more often than is promised: %s', (_title, wave) => {
    // Exactly at its limit: what is within it is turned back less often still.
    const turned = seeds.filter(
      (seed) => turnsBack(seed, { ...wave, share: SIMULATED_LIMIT }) !== null,
    );
    // One gate may spend a quarter of what the wave may; six standard deviations are left to chance.
    const promised = WAVE_ALPHA / SHARE_GATES;
    const chance = 6 * Math.sqrt(promised * WAVES);
    expect(turned.length).toBeLessThanOrEqual(promised * WAVES + chance);
  });

  it('finds nine of ten regressions to three times the limit in ten minutes', () => {
    const wave = { members: 3, pods: 2, perMinute: 100, share: 3 * SIMULATED_LIMIT };
    const found = seeds.filter((seed) => (turnsBack(seed, wave) ?? Infinity) <= 10);
    expect(found.length).toBeGreaterThanOrEqual(0.9 * WAVES);
  });
});

describe('what the looks at a wave may spend', () => {
  it('is no more than is promised, however long they go on', () => {
    const members = 7;
    const views = 3;
    const looksOf = (among: number): number =>
      [null, ...WINDOW_MINUTES]
        .flatMap((length) =>
          Array.from({ length: 20_000 }, (_, index) =>
            spend(GATES, among, length, (index + 1) * (length ?? 1)),
          ),
        )
        .reduce((sum, one) => sum + among * one, 0);
    expect(GATES * (looksOf(members * views) + looksOf(views))).toBeLessThanOrEqual(WAVE_ALPHA);
    expect(GATES * (looksOf(members * views) + looksOf(views))).toBeGreaterThan(0.99 * WAVE_ALPHA);
  });
});
