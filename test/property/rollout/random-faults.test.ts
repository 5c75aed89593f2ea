import { proveConvergence, proveRandom } from '../../support/random-proof';

/** The long tests take others, and many more runs. */
const SEED = 20_261_126;

describe('a rollout to which anything happens', () => {
  it('breaks no rule and comes to an end, whatever fails and whoever interferes', () => {
    const ends = proveRandom(SEED, 150);
    process.stdout.write(`seed ${SEED}: ${JSON.stringify(ends)}\n`);
    expect(Object.keys(ends)).toEqual(expect.arrayContaining(['done', 'rolled-back']));
  });

  it('comes to an end from any record and cluster', () => {
    const ends = proveConvergence(SEED, 100);
    process.stdout.write(`seed ${SEED}: ${JSON.stringify(ends)}\n`);
    expect(Object.keys(ends)).toEqual(expect.arrayContaining(['done', 'rolled-back', 'blocked']));
  });
});
