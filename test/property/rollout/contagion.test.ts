import fc from 'fast-check';
import { makeTrace } from '../../bench/gates/make-trace';
import { looksOf } from '../../bench/gates/ours';

const MINUTES = 10;

describe('a wave that breaks those that call it', () => {
  it('goes back: what it harms is no control group that would excuse it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const looks = looksOf(makeTrace('contagion, bad', seed), MINUTES);
        expect(looks.map(({ verdict }) => verdict)).not.toContain('Environment');
        expect(looks.at(-1)?.verdict).toBe('Fail');
      }),
      { seed: 20_261_126, numRuns: 12 },
    );
  });
});

describe('an outage of the whole mesh', () => {
  it('turns no wave back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const looks = looksOf(makeTrace('outage elsewhere, good', seed), MINUTES);
        expect(looks.map(({ verdict }) => verdict)).not.toContain('Fail');
      }),
      { seed: 20_261_126, numRuns: 12 },
    );
  });
});
