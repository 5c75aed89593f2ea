import { TO } from '../../../support/rollout-builders';
import { playFleet, simFleet, simRemoteFleet } from '../../../support/sim-fleet';

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

describe('a mesh of which one cluster uses the istiods of another', () => {
  it('installs and removes a revision there while the other has it, and nowhere else', () => {
    const members = simRemoteFleet();
    const { ends, steps, broken } = playFleet({
      members,
      onStep: ({ name, cluster }) => {
        if (name !== 'us-1') return;
        const there = members[0]?.cluster.state.istiods.map(({ revision }) => revision) ?? [];
        for (const revision of cluster.state.remote ?? []) expect(there).toContain(revision);
      },
    });
    expect(broken).toEqual([]);
    expect(Object.values(ends).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(members[1]?.cluster.state.remote).toEqual([TO]);
    const at = (step: string) => steps.indexOf(step);
    expect(at('us-1 adopting')).toBeGreaterThan(at('eu-1 adopting'));
    expect(at('eu-1 retired')).toBeGreaterThan(at('us-1 done'));
    expect(at('us-1 retired')).toBeGreaterThan(at('eu-1 removing'));
  });

  it('goes back with the other, onto istiods that are still there', () => {
    const members = simRemoteFleet();
    const { ends, broken } = playFleet({
      members,
      onStep: ({ name, cluster }) => {
        const { record } = cluster.state.store;
        if (name === 'eu-1' && record?.phase === 'retaining') cluster.breakPods('a', TO);
      },
    });
    expect(broken).toEqual([]);
    expect(new Set(Object.values(ends).map(({ outcome }) => outcome))).toEqual(
      new Set(['rolled-back']),
    );
    expect(members.map(({ cluster }) => cluster.injectedRevisions())).toEqual([
      ['1-30'],
      ['1-30'],
      ['1-30'],
    ]);
  });

  it('neither installs nor moves anything while the other cannot be asked', () => {
    const members = simRemoteFleet();
    const began = members[0]?.cluster.now ?? 0;
    const { ends, broken } = playFleet({
      members,
      isReachable: (from, to, now) =>
        from !== 'us-1' || to !== 'eu-1' || now - began > 90 * MINUTE_MS,
      onStep: ({ name, cluster }) => {
        if (name !== 'us-1' || cluster.now - began > 90 * MINUTE_MS) return;
        expect(cluster.state.remote ?? ['1-30']).toEqual(['1-30']);
      },
    });
    expect(broken).toEqual([]);
    expect(Object.values(ends).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  });
});
