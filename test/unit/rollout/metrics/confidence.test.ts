import fc from 'fast-check';
import { lowerBound, neededFor, upperBound } from '../../../../lib/rollout/metrics/confidence';

const SEED = 20_261_124;

/** Some bad of all, at least one of all. */
const shares = fc
  .integer({ min: 1, max: 5_000 })
  .chain((all) => fc.record({ bad: fc.integer({ min: 0, max: all }), all: fc.constant(all) }));
const alphas = fc.constantFrom(0.001, 0.005, 0.05, 0.2);

describe('the bounds of a share', () => {
  it('prove 1 % with 299 good requests, and not with 298', () => {
    expect(upperBound(0, 299, 0.05)).toBeLessThanOrEqual(0.01);
    expect(upperBound(0, 298, 0.05)).toBeGreaterThan(0.01);
  });

  it('prove 0.5 % with 598 good requests, and not with 597', () => {
    expect(upperBound(0, 598, 0.05)).toBeLessThanOrEqual(0.005);
    expect(upperBound(0, 597, 0.05)).toBeGreaterThan(0.005);
  });

  it.each([
    [0, 50, 0.0582],
    [1, 50, 0.0914],
    [0, 300, 0.00994],
    [3, 300, 0.0256],
    [3, 600, 0.0129],
  ])('are exact from above: %d of %d is at most %d', (bad, all, expected) => {
    expect(upperBound(bad, all, 0.05)).toBeCloseTo(expected, 4);
  });

  it.each([
    [1, 1, 0.005],
    [2, 2, 0.07071],
    [10, 10, 0.5887],
    [1, 20, 0.00025],
    [3, 300, 0.00113],
  ])('are exact from below: %d of %d is at least %d', (bad, all, expected) => {
    expect(lowerBound(bad, all, 0.005)).toBeCloseTo(expected, 4);
  });

  it('stay exact for as many requests as a busy mesh has', () => {
    // Without a bad one: 1 - alpha ** (1 / all).
    expect(upperBound(0, 1e6, 0.05)).toBeCloseTo(2.9957e-6, 9);
    expect(lowerBound(50_000, 1e7, 0.005)).toBeCloseTo(0.0049427, 6);
    expect(upperBound(50_000, 1e7, 0.05)).toBeCloseTo(0.0050368, 6);
  });

  it('know nothing of nothing', () => {
    expect(lowerBound(0, 0, 0.05)).toBe(0);
    expect(upperBound(0, 0, 0.05)).toBe(1);
  });

  it('hold the share between them, within 0 and 1', () => {
    fc.assert(
      fc.property(shares, alphas, ({ bad, all }, alpha) => {
        const [lower, upper] = [lowerBound(bad, all, alpha), upperBound(bad, all, alpha)];
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(bad / all);
        expect(upper).toBeGreaterThanOrEqual(bad / all);
        expect(upper).toBeLessThanOrEqual(1);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('mirror each other: the good share is what the bad one leaves', () => {
    fc.assert(
      fc.property(shares, alphas, ({ bad, all }, alpha) => {
        expect(lowerBound(bad, all, alpha)).toBeCloseTo(1 - upperBound(all - bad, all, alpha), 6);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('rise with every bad request, and widen with more certainty', () => {
    fc.assert(
      fc.property(shares, ({ bad, all }) => {
        fc.pre(bad < all);
        expect(lowerBound(bad + 1, all, 0.05)).toBeGreaterThan(lowerBound(bad, all, 0.05));
        expect(upperBound(bad + 1, all, 0.05)).toBeGreaterThan(upperBound(bad, all, 0.05));
        expect(lowerBound(bad, all, 0.005)).toBeLessThanOrEqual(lowerBound(bad, all, 0.05));
        expect(upperBound(bad, all, 0.005)).toBeGreaterThanOrEqual(upperBound(bad, all, 0.05));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('the requests that a limit takes', () => {
  it.each([
    [0.01, 299],
    [0.005, 598],
    [0.001, 2_995],
  ])('for %d are %d', (limit, needed) => {
    expect(neededFor(limit, 0.05)).toBe(needed);
  });

  it('are just as many as prove it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0005, max: 0.5, noNaN: true }), (limit) => {
        const needed = neededFor(limit, 0.05);
        expect(upperBound(0, needed, 0.05)).toBeLessThanOrEqual(limit + 1e-9);
        if (needed > 1) expect(upperBound(0, needed - 1, 0.05)).toBeGreaterThan(limit - 1e-9);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('are never enough for a limit of nothing, and none for one that allows everything', () => {
    expect(neededFor(0, 0.05)).toBe(Infinity);
    expect(neededFor(1, 0.05)).toBe(0);
  });
});
