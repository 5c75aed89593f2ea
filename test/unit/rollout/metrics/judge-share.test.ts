import fc from 'fast-check';
import { judgeShare } from '../../../../lib/rollout/metrics/judge-share';
import type { Share } from '../../../../lib/rollout/verdict';

const SEED = 20_261_125;
const NOTHING: Share = { bad: 0, all: 0 };
const LIMIT = 0.005;
const TOLERANCE = 0.0025;

const judge = (bad: number, all: number, before: Share = NOTHING) =>
  judgeShare({ bad, all }, LIMIT, before, TOLERANCE);

const shares = fc
  .integer({ min: 0, max: 20_000 })
  .chain((all) => fc.record({ bad: fc.integer({ min: 0, max: all }), all: fc.constant(all) }));

describe('a share', () => {
  it.each([
    [0, 0, 'NoData'],
    [0, 597, 'Inconclusive'],
    [0, 598, 'Pass'],
    [1, 598, 'Inconclusive'],
    [5, 1_000, 'Inconclusive'],
    [2, 10_000, 'Pass'],
    [20, 1_000, 'Fail'],
    [2, 2, 'Fail'],
  ])('of %d bad in %d is %s', (bad, all, verdict) => {
    expect(judge(bad, all).verdict).toBe(verdict);
  });

  it('says how many requests its limit takes', () => {
    expect(judge(0, 10)).toMatchObject({ limit: LIMIT, needed: 598 });
  });

  it('fails grossly over five times its limit in a hundred requests, and not in fewer', () => {
    expect(judge(60, 100)).toMatchObject({ verdict: 'Fail', gross: true });
    expect(judge(60, 99)).toMatchObject({ verdict: 'Fail', gross: false });
    expect(judge(25, 1_000)).toMatchObject({ verdict: 'Fail', gross: false });
    expect(judge(26, 1_000)).toMatchObject({ verdict: 'Fail', gross: true });
  });

  it('takes more certainty to fail than to pass', () => {
    // Below with a probability of 5 %, but not of 0.5 %.
    expect(judge(10, 1_000).verdict).toBe('Inconclusive');
    expect(judge(13, 1_000).verdict).toBe('Fail');
  });

  it('that was above its limit before may stay there', () => {
    const before = { bad: 1_000, all: 10_000 };
    expect(judge(950, 10_000, before).verdict).toBe('Pass');
    expect(judge(1_000, 10_000, before).verdict).toBe('Inconclusive');
    const worse = judge(1_200, 10_000, before);
    expect(worse.verdict).toBe('Fail');
    expect(worse.limit).toBeCloseTo(0.1025, 9);
  });

  it('is not allowed more by a few failures before than its limit has room for', () => {
    const clean = judge(25, 10_000);
    expect(judge(25, 10_000, { bad: 1, all: 10_000 })).toEqual(clean);
  });

  it('does not pass because the only request before it failed', () => {
    expect(judge(1_000, 1_000, { bad: 1, all: 1 }).verdict).toBe('Inconclusive');
    expect(judge(40, 1_000, { bad: 1, all: 20 }).verdict).toBe('Inconclusive');
  });

  it('passes where everything failed before as well', () => {
    expect(judge(1_000, 1_000, { bad: 1_000, all: 1_000 })).toMatchObject({
      verdict: 'Pass',
      limit: 1,
    });
  });

  it('takes as many requests as the limit itself, however bad it was before', () => {
    expect(judge(0, 0, { bad: 500, all: 500 })).toMatchObject({ verdict: 'NoData', needed: 598 });
  });
});

describe('the verdict on a share', () => {
  it('gets no better by another bad request', () => {
    const RANK = { NoData: 0, Pass: 0, Inconclusive: 1, Fail: 2 };
    fc.assert(
      fc.property(shares, shares, ({ bad, all }, before) => {
        fc.pre(bad < all);
        const [less, more] = [judge(bad, all, before), judge(bad + 1, all, before)];
        expect(RANK[more.verdict]).toBeGreaterThanOrEqual(RANK[less.verdict]);
        expect(more.gross || !less.gross).toBe(true);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('is never a failure within the limit, nor a pass above it', () => {
    fc.assert(
      fc.property(shares, ({ bad, all }) => {
        const { verdict } = judge(bad, all);
        if (bad <= all * LIMIT) expect(verdict).not.toBe('Fail');
        if (bad > all * LIMIT) expect(verdict).not.toBe('Pass');
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('is never a failure when the share is what it was', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 5 }), ({ bad, all }, times) => {
        const same = { bad: bad * times, all: all * times };
        expect(judge(same.bad, same.all, { bad, all }).verdict).not.toBe('Fail');
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
