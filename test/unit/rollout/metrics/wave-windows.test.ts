import fc from 'fast-check';
import { waveWindows } from '../../../../lib/rollout/metrics/wave-windows';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  aMetricsRecord,
  aProgress,
  HEALTHY_SINCE,
  NOW,
  RELEASED_AT,
  WINDOW_MS,
} from '../../../support/metrics-builders';
import { aRecord } from '../../../support/rollout-builders';

const WARM_AT = HEALTHY_SINCE + 120_000;

const withHealth = (healthySince: number | null): RolloutRecord =>
  aMetricsRecord({}, { progress: [aProgress({ healthySince })] });

describe('the windows of a wave', () => {
  it('are the last minutes, and as many before it was released', () => {
    expect(waveWindows(aMetricsRecord(), 0, NOW)).toEqual({
      now: { from: NOW - WINDOW_MS, to: NOW },
      before: { from: RELEASED_AT - WINDOW_MS, to: RELEASED_AT },
    });
  });

  it('never reach back into the warm-up', () => {
    expect(waveWindows(aMetricsRecord(), 0, WARM_AT + 60_000)?.now).toEqual({
      from: WARM_AT,
      to: WARM_AT + 60_000,
    });
  });

  it('begin with two scrapes', () => {
    const lengthAt = (now: number) => waveWindows(aMetricsRecord(), 0, now)?.now ?? null;
    expect(lengthAt(WARM_AT + 29_999)).toBeNull();
    expect(lengthAt(WARM_AT + 30_000)).toEqual({ from: WARM_AT, to: WARM_AT + 30_000 });
  });

  it('have no now while the wave is not healthy', () => {
    expect(waveWindows(withHealth(null), 0, NOW)).toEqual({
      now: null,
      before: { from: RELEASED_AT - WINDOW_MS, to: RELEASED_AT },
    });
  });

  it('are none for a wave that is not released, or where no metrics are asked for', () => {
    expect(waveWindows(aMetricsRecord(), 1, NOW)).toBeNull();
    expect(waveWindows(aMetricsRecord(), -1, NOW)).toBeNull();
    expect(waveWindows(aRecord(), 0, NOW)).toBeNull();
  });

  it('never touch each other nor the warm-up, and end at the look', () => {
    const options = fc.record({
      scrapeSeconds: fc.integer({ min: 1, max: 60 }),
      windowSeconds: fc.integer({ min: 60, max: 3_600 }),
      warmUpSeconds: fc.integer({ min: 0, max: 600 }),
    });
    const times = fc.tuple(fc.nat(3_600_000), fc.nat(3_600_000));
    fc.assert(
      fc.property(options, times, (spec, [untilHealthy, untilLook]) => {
        const healthySince = RELEASED_AT + untilHealthy;
        const look = healthySince + untilLook;
        const record = aMetricsRecord(spec, {
          progress: [aProgress({ healthySince })],
        });
        const { now, before } = waveWindows(record, 0, look)!;
        expect(before.to - before.from).toBe(spec.windowSeconds * 1000);
        expect(before.to).toBe(RELEASED_AT);
        if (now === null) return;
        expect(now.to).toBe(look);
        expect(now.from).toBeGreaterThanOrEqual(healthySince + spec.warmUpSeconds * 1000);
        expect(now.to - now.from).toBeLessThanOrEqual(spec.windowSeconds * 1000);
      }),
      { seed: 20_261_127, numRuns: 200 },
    );
  });
});
