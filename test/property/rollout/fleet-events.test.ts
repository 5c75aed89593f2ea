import { proveFleet } from '../../support/random-fleet';

/** Another one each time: what fails is printed with it, and can be played again. */
const SEED = Number(process.env['PROOF_SEED'] ?? Date.now() % 1_000_000_000);

const RUNS = 5;

describe('a mesh over three clusters whose drivers are killed and whose API servers are cut off', () => {
  it('ends alike in all of them, done or rolled back, and breaks no rule on the way', () => {
    const counts = proveFleet(SEED, RUNS);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(RUNS);
  }, 600_000);
});
