import { TO } from '../../../support/rollout-builders';
import { playFleet, simFleet } from '../../../support/sim-fleet';

const MINUTE_MS = 60_000;

describe('a mesh over three clusters', () => {
  it('moves group by group, then its east-west gateways, and gives the old revision up last', () => {
    const { ends, steps, broken } = playFleet({ members: simFleet() });
    expect(broken).toEqual([]);
    expect(Object.values(ends).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    const at = (step: string) => steps.indexOf(step);
    expect(at('us-1 edge-beside')).toBeGreaterThan(at('eu-1 second'));
    expect(at('us-2 edge-beside')).toBeGreaterThan(at('us-1 second'));
    expect(at('eu-1 east-west-beside')).toBeGreaterThan(at('us-2 second'));
    expect(at('us-1 east-west-beside')).toBeGreaterThan(at('eu-1 east-west'));
    expect(at('eu-1 handing-over')).toBeGreaterThan(at('us-2 retaining'));
  });

  it('turns back everywhere when one cluster does', () => {
    const members = simFleet();
    const { ends, steps, broken } = playFleet({
      members,
      onStep: ({ name, cluster }) => {
        const { record } = cluster.state.store;
        if (name === 'us-1' && (record?.released ?? 0) > 3) cluster.breakPods('a', TO);
      },
    });
    expect(broken).toEqual([]);
    expect(Object.values(ends).map(({ outcome }) => outcome)).toEqual([
      'rolled-back',
      'rolled-back',
      'rolled-back',
    ]);
    expect(steps).toContain('eu-1 rolling-back');
    expect(ends['eu-1']?.message).toContain('cluster us-1 turned back');
    expect(members.map(({ cluster }) => cluster.injectedRevisions())).toEqual([
      ['1-30'],
      ['1-30'],
      ['1-30'],
    ]);
  });

  it('holds what depends on a cluster that cannot be asked, and finishes when it is there again', () => {
    const members = simFleet();
    const began = members[0]?.cluster.now ?? 0;
    const { ends, steps, broken } = playFleet({
      members,
      isReachable: (_from, to, now) => to !== 'eu-1' || now - began > 90 * MINUTE_MS,
      onStep: ({ name, cluster }) => {
        if (name === 'us-1' && cluster.now - began < 90 * MINUTE_MS)
          expect(cluster.state.store.record?.released ?? 0).toBe(0);
      },
    });
    expect(broken).toEqual([]);
    expect(steps.indexOf('us-1 edge-beside')).toBeGreaterThan(steps.indexOf('eu-1 second'));
    expect(Object.values(ends).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  });
});
