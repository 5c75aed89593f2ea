import fc from 'fast-check';
import { backOffMs } from '../../../lib/cluster/back-off';

const limits = { baseMs: 1_000, capMs: 300_000 };

describe('backOffMs', () => {
  it.each([
    [0, 0.9, 0],
    [1, 0, 500],
    [1, 1, 1_000],
    [3, 1, 4_000],
    [9, 1, 256_000],
    [10, 1, 300_000],
    [5_000, 0, 150_000],
  ])('pauses after %d failures with a draw of %d for %d ms', (attempt, random, ms) => {
    expect(backOffMs(attempt, random, limits)).toBe(ms);
  });

  it('is between half the ceiling and the ceiling, and the ceiling never falls', () => {
    const attempt = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(attempt, fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const ceiling = backOffMs(failures, 1, limits);
        const pause = backOffMs(failures, random, limits);
        expect(pause).toBeGreaterThanOrEqual(ceiling / 2);
        expect(pause).toBeLessThanOrEqual(ceiling);
        expect(ceiling).toBeLessThanOrEqual(limits.capMs);
        expect(backOffMs(failures + 1, 1, limits)).toBeGreaterThanOrEqual(ceiling);
      }),
    );
  });
});
