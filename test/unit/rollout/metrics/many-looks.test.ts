import fc from 'fast-check';
import { TrafficSim } from './traffic-sim';

const SEED = 20_261_128;
const LIMIT = 0.005;
const LOOKS = 200;
/** Looks until the wave is warm and its window has two scrapes. */
const COLD = 10;

const seeds = fc.integer({ min: 1, max: 2 ** 31 });

describe('two hundred looks at one wave', () => {
  it('never fail a wave whose bad share is well under the limit', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 150 }), (seed, perScrape) => {
        const sim = new TrafficSim({ seed, perScrape, badShare: LIMIT / 5, maxErrorShare: LIMIT });
        const verdicts = Array.from({ length: LOOKS }, () => sim.look());
        expect(verdicts).not.toContain('Fail');
        if (perScrape >= 60) expect(verdicts).toContain('Pass');
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  it('fail one that is ten times over the limit within a few, and never pass it', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 40, max: 300 }), (seed, perScrape) => {
        const sim = new TrafficSim({ seed, perScrape, badShare: LIMIT * 10, maxErrorShare: LIMIT });
        const verdicts = Array.from({ length: COLD + 12 }, () => sim.look());
        expect(verdicts).toContain('Fail');
        expect(verdicts).not.toContain('Pass');
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('never fail a wave that is as bad as it was before', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sim = new TrafficSim({
          seed,
          perScrape: 150,
          badShare: LIMIT * 4,
          badShareBefore: LIMIT * 4,
          maxErrorShare: LIMIT,
        });
        expect(Array.from({ length: LOOKS }, () => sim.look())).not.toContain('Fail');
      }),
      { seed: SEED, numRuns: 8 },
    );
  });
});
