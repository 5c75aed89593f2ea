import fc from 'fast-check';
import { evidenceOf, type Evidence } from '../../../../lib/rollout/metrics/evidence';
import {
  breachOf,
  isSuspect,
  proofOf,
  requestsNeeded,
  type ShareLimit,
} from '../../../../lib/rollout/metrics/judge-share';

const SEED = 20_261_125;
const LIMIT = 0.005;
const ALPHA = 0.001;
const NOTHING = evidenceOf([]);

/** So many bad of all, evenly over some minutes of one pod. */
function evenly(bad: number, all: number, minutes = 10): Evidence {
  const upTo = (count: number, index: number) => Math.round((count * index) / minutes);
  const within = (count: number, index: number) => upTo(count, index + 1) - upTo(count, index);
  return evidenceOf(
    Array.from({ length: minutes }, (_, index) => [
      { bad: within(bad, index), all: within(all, index) },
    ]),
  );
}

const held = (before: Evidence = NOTHING): ShareLimit => ({
  allowed: LIMIT,
  tolerance: 0.0025,
  before,
});
const breach = (evidence: Evidence, before?: Evidence, alpha = ALPHA) =>
  breachOf({ evidence, alpha }, held(before));
const proof = (bad: number, all: number, before?: Evidence) =>
  proofOf({ bad, all }, held(before)).verdict;

describe('a breach', () => {
  it.each([
    [10, 1_000, false],
    [20, 1_000, true],
    [100, 20_000, false],
    [200, 20_000, true],
    [1, 1, false],
    [4, 4, true],
  ])('is seen in %d bad of %d: %s', (bad, all, expected) => {
    expect(breach(evenly(bad, all)) !== null).toBe(expected);
  });

  it('says what was counted, its bounds and the limit', () => {
    expect(breach(evenly(20, 1_000))).toEqual({
      counted: { bad: 20, all: 1_000 },
      bounds: {
        lower: expect.closeTo(0.0087, 3) as number,
        upper: expect.closeTo(0.039, 3) as number,
      },
      limit: LIMIT,
    });
  });

  it('takes more where less error may be spent', () => {
    expect(breach(evenly(15, 1_000), NOTHING, 0.01)).not.toBeNull();
    expect(breach(evenly(15, 1_000), NOTHING, 1e-6)).toBeNull();
  });

  it('is none in a single minute, however much failed in it', () => {
    const good = { bad: 0, all: 100 };
    const outage = { bad: 100, all: 100 };
    expect(breach(evidenceOf([[outage, outage], [good]]))).toBeNull();
    expect(
      breach(
        evidenceOf([
          [outage, outage],
          [outage, outage],
        ]),
      ),
    ).not.toBeNull();
  });

  it('takes more bursts than single errors: each is one event', () => {
    const quiet = { bad: 0, all: 100 };
    const bursts = (count: number) =>
      evidenceOf(
        Array.from({ length: 40 }, (_, at) => [at < count ? { bad: 30, all: 100 } : quiet]),
      );
    // As many errors one by one are far over the limit.
    expect(breach(evenly(90, 4_000, 40))).not.toBeNull();
    expect(breach(bursts(3))).toBeNull();
    expect(breach(bursts(12))).not.toBeNull();
  });

  it('takes bursts for bursts as soon as they were there before', () => {
    const quiet = { bad: 0, all: 100 };
    const before = evidenceOf([
      [{ bad: 10, all: 100 }],
      ...Array.from({ length: 19 }, () => [quiet]),
    ]);
    expect(breach(evenly(20, 1_000), before)).toBeNull();
  });

  it('is none in what was as bad before', () => {
    const before = evenly(200, 10_000);
    expect(breach(evenly(210, 10_000), before)).toBeNull();
    expect(breach(evenly(400, 10_000), before)).not.toBeNull();
  });

  it('takes less where it is surely more than before, and still more than the limit', () => {
    expect(breach(evenly(14, 1_000))).toBeNull();
    expect(breach(evenly(14, 1_000), evenly(10, 10_000))).not.toBeNull();
    expect(breach(evenly(14, 1_000), evenly(1, 100))).toBeNull();
    // Seven times as many as before, which is not sure of so few.
    expect(breach(evenly(14, 1_000), evenly(2, 1_000))).toBeNull();
    // Ten times as many as before, and as many as are allowed.
    expect(breach(evenly(50, 10_000), evenly(5, 10_000))).toBeNull();
  });

  it('is not excused by a single request that failed before', () => {
    expect(breach(evenly(100, 1_000), evenly(1, 2))).not.toBeNull();
  });
});

describe('a proof', () => {
  it.each([
    [0, 0, 'NoData'],
    [0, 597, 'Inconclusive'],
    [0, 598, 'Pass'],
    [1, 598, 'Inconclusive'],
    [2, 10_000, 'Pass'],
  ])('of %d bad in %d is %s', (bad, all, verdict) => {
    expect(proof(bad, all)).toBe(verdict);
  });

  it('allows what was there before, as far as enough requests showed it', () => {
    expect(proof(950, 10_000, evenly(1_000, 10_000))).toBe('Pass');
    expect(proof(1_200, 10_000, evenly(1_000, 10_000))).toBe('Inconclusive');
    expect(proof(1_000, 1_000, evenly(1, 1))).toBe('Inconclusive');
  });

  it('takes what was before for as sure as it is: few requests say little, now and before', () => {
    const before = evenly(40, 2_000);
    // Within a little more than before, but of so few neither is known well enough.
    expect(proof(400, 20_000, before)).toBe('Inconclusive');
    expect(proof(400, 20_000, evenly(400, 20_000))).toBe('Pass');
    expect(requestsNeeded(held(before))).toBe(1_000_000);
  });

  it('needs more requests where more of them usually fail', () => {
    const needed = (before: Evidence) => requestsNeeded(held(before));
    expect(needed(evenly(0, 100_000))).toBeGreaterThanOrEqual(598);
    expect(needed(evenly(200, 100_000))).toBeGreaterThan(needed(evenly(0, 100_000)));
    expect(needed(NOTHING)).toBeGreaterThan(10_000);
  });
});

describe('evidence', () => {
  it('knows its worst minute only of what was counted minute by minute', () => {
    const longer = { bad: 50, all: 10_000 };
    const minute = { bad: 3, all: 100 };
    expect(evidenceOf([[minute]], [[longer]])).toMatchObject({
      bad: 53,
      all: 10_100,
      struck: 2,
      worst: minute,
    });
  });
});

describe('a suspicion', () => {
  it('takes less than a breach, and more than one that failed', () => {
    expect(isSuspect(evenly(12, 1_000), held(), 1)).toBe(true);
    expect(breach(evenly(12, 1_000))).toBeNull();
    expect(isSuspect(evenly(1, 10), held(), 1)).toBe(false);
    expect(isSuspect(evenly(5, 1_000), held(), 1)).toBe(false);
  });
});

describe('the verdict on a share', () => {
  const shares = fc
    .integer({ min: 0, max: 20_000 })
    .chain((all) => fc.record({ bad: fc.integer({ min: 0, max: all }), all: fc.constant(all) }));

  it('is never a breach within the limit, nor a proof above it', () => {
    fc.assert(
      fc.property(shares, ({ bad, all }) => {
        if (bad <= all * LIMIT) expect(breach(evenly(bad, all))).toBeNull();
        if (bad > all * LIMIT) expect(proof(bad, all)).not.toBe('Pass');
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('is never a breach when the share is what it was', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 5 }), ({ bad, all }, times) => {
        // A single one that failed is no share yet.
        fc.pre(bad !== 1);
        expect(breach(evenly(bad * times, all * times), evenly(bad, all))).toBeNull();
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
