import fc from 'fast-check';
import { MOST_OLDER, RECENT, waveWindows } from '../../../../lib/rollout/metrics/wave-windows';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  aMetricsRecord,
  aProgress,
  COUNTED_FROM,
  NOW,
  RELEASED_AT,
  WINDOW_MS,
} from '../../../support/metrics-builders';
import { aNamespaceWave, aRecord } from '../../../support/rollout-builders';

const MINUTE = 60_000;

const withProgress = (changes: Parameters<typeof aProgress>[0]): RolloutRecord =>
  aMetricsRecord({}, { progress: [aProgress(changes)] });

describe('the windows of a wave', () => {
  it('are the newest minutes, and those just before it was released', () => {
    const { edges, from, minutes, before } = waveWindows(aMetricsRecord(), 0, NOW + 59_999)!;
    expect(edges.at(-1)).toBe(NOW);
    expect(edges).toHaveLength(RECENT + 1);
    expect({ from, minutes }).toEqual({ from: COUNTED_FROM, minutes: 6 });
    expect(before).toEqual([5, 4, 3, 2, 1, 0].map((ago) => RELEASED_AT - ago * MINUTE));
  });

  it('begin with the first whole minute after the warm-up', () => {
    const fromAt = (now: number) => waveWindows(aMetricsRecord(), 0, now)?.from;
    expect(fromAt(COUNTED_FROM + MINUTE - 1)).toBeNull();
    expect(fromAt(COUNTED_FROM + MINUTE)).toBe(COUNTED_FROM);
  });

  it('are longer for what is older, so that they stay few', () => {
    const minutesAgo = (edges: readonly number[], to: number) =>
      edges.map((edge) => (to - edge) / MINUTE);
    const warm = withProgress({ releasedAt: NOW - 3 * 3_600_000, healthySince: NOW - 62 * MINUTE });
    const older = waveWindows(warm, 0, NOW)!.edges.slice(0, -RECENT - 1);
    expect(minutesAgo(older, NOW)).toEqual([60, 32, 28, 24, 20, 16, 12]);
  });

  it('before the wave reach as far back as its own evidence will, half an hour at most', () => {
    const wave = (soakSeconds: number) => ({ ...aNamespaceWave('web', ['shop']), soakSeconds });
    const minutesAgo = (soakSeconds: number) =>
      waveWindows(aMetricsRecord({}, { waves: [wave(soakSeconds)] }), 0, NOW)!.before.map(
        (edge) => (RELEASED_AT - edge) / MINUTE,
      );
    expect(minutesAgo(60)).toEqual([5, 4, 3, 2, 1, 0]);
    expect(minutesAgo(720)).toEqual([12, 10, 5, 4, 3, 2, 1, 0]);
    expect(minutesAgo(86_400)).toEqual([30, 25, 20, 15, 10, 5, 4, 3, 2, 1, 0]);
  });

  it('begin later where what was counted before is no evidence', () => {
    const record = withProgress({ countedFrom: NOW - 2 * MINUTE });
    expect(waveWindows(record, 0, NOW)).toMatchObject({ from: NOW - 2 * MINUTE, minutes: 6 });
  });

  it('have no minutes while the wave is not healthy, and none before it was', () => {
    expect(waveWindows(withProgress({ healthySince: null }), 0, NOW)).toMatchObject({
      edges: [],
      from: null,
    });
    const { edges } = waveWindows(withProgress({ healthySince: NOW - 90_000 }), 0, NOW)!;
    expect(edges).toEqual([NOW - MINUTE, NOW]);
  });

  it('are as short as a short window asks for, such as on the lab', () => {
    const record = aMetricsRecord({ scrapeSeconds: 1, windowSeconds: 10, warmUpSeconds: 2 });
    const { edges } = waveWindows(record, 0, NOW)!;
    expect((edges.at(-1) ?? 0) - (edges.at(-2) ?? 0)).toBe(2_000);
  });

  it('hold two scrapes in a minute at least', () => {
    const record = aMetricsRecord({ scrapeSeconds: 60 });
    const { edges } = waveWindows(record, 0, NOW)!;
    expect((edges[1] ?? 0) - (edges[0] ?? 0)).toBe(120_000);
  });

  it('need only the ends of the time before a wave that has proved itself', () => {
    const record = aMetricsRecord({}, { phase: 'retaining' });
    expect(waveWindows(record, 0, NOW)?.before).toEqual([RELEASED_AT - WINDOW_MS, RELEASED_AT]);
  });

  it('are none for a wave that is not released, or where no metrics are asked for', () => {
    expect(waveWindows(aMetricsRecord(), 1, NOW)).toBeNull();
    expect(waveWindows(aMetricsRecord(), -1, NOW)).toBeNull();
    expect(waveWindows(aRecord(), 0, NOW)).toBeNull();
  });

  it('never reach into the warm-up nor past the look, and are few', () => {
    const options = fc.record({
      scrapeSeconds: fc.integer({ min: 1, max: 60 }),
      windowSeconds: fc.integer({ min: 120, max: 3_600 }),
      warmUpSeconds: fc.integer({ min: 0, max: 600 }),
    });
    const times = fc.tuple(fc.nat(3_600_000), fc.nat(3_600_000));
    fc.assert(
      fc.property(options, times, (spec, [untilHealthy, untilLook]) => {
        const healthySince = RELEASED_AT + untilHealthy;
        const look = healthySince + untilLook;
        const record = aMetricsRecord(spec, { progress: [aProgress({ healthySince })] });
        const { edges, from, before } = waveWindows(record, 0, look)!;
        expect(before[0]).toBe(RELEASED_AT - spec.windowSeconds * 1000);
        expect(before.at(-1)).toBe(RELEASED_AT);
        expect(edges.length).toBeLessThanOrEqual(RECENT + MOST_OLDER + 2);
        for (const edge of edges) {
          expect(edge).toBeGreaterThanOrEqual(healthySince);
          expect(edge).toBeLessThanOrEqual(look);
        }
        if (from !== null) {
          expect(from).toBeGreaterThanOrEqual(healthySince + spec.warmUpSeconds * 1000);
        }
      }),
      { seed: 20_261_127, numRuns: 200 },
    );
  });
});
