import { clustersPlan, clustersProblems } from '../../../../lib/rollout/fleet/clusters-spec';

const SPEC = { self: 'eu-1', groups: [['eu-1'], ['us-1', 'us-2']] };

describe('the order of clusters', () => {
  it('is that of its groups, one cluster at once unless it says more', () => {
    expect(clustersPlan(SPEC)).toEqual({ ...SPEC, atOnce: 1 });
    expect(clustersPlan({ ...SPEC, atOnce: 2 }).atOnce).toBe(2);
    expect(clustersProblems(SPEC)).toEqual([]);
  });

  it.each([
    [
      { groups: [['eu-1'], ['eu-1']] },
      'clusters.groups: "eu-1" is named twice; a cluster moves once',
    ],
    [
      { self: 'ap-1' },
      'clusters.groups: cluster "ap-1" is in none; name it in the group that it moves with',
    ],
    [{ groups: [['eu-1'], []] }, 'clusters.groups[1]: it is empty'],
    [{ atOnce: 0 }, 'clusters.atOnce: found 0, must be a whole number from 1'],
    [{ atOnce: 1.5 }, 'clusters.atOnce: found 1.5, must be a whole number from 1'],
  ])('is refused with %j', (changes, problem) => {
    expect(clustersProblems({ ...SPEC, ...changes })).toEqual([problem]);
  });
});
