import { exploredText } from '../../support/explore-drivers';
import { twoDrivers } from '../../support/two-drivers';

describe('two drivers of one rollout', () => {
  it.each([
    ['forward', 'done'],
    ['rollback', 'rolled-back'],
  ] as const)('reach no state that one could not, whoever is slow: %s', (story, phase) => {
    const explored = twoDrivers(story, ['a'], 1500);
    process.stdout.write(exploredText(story, explored));
    expect(explored.broken).toEqual([]);
    expect(Object.keys(explored.ends)).toEqual([`${phase} and ${phase}, ${phase}`]);
  });
});
