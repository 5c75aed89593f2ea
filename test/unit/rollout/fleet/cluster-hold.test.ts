import { known, unknown } from '../../../../lib/rollout/fact';
import type { ClusterFact, ClusterState } from '../../../../lib/rollout/fleet/cluster-fact';
import { clusterHold } from '../../../../lib/rollout/fleet/cluster-hold';
import { metricsPlan } from '../../../../lib/rollout/metrics/metrics-spec';
import { aCluster, aFleetRecord, aPeer, EAST_WEST, seeing } from '../../../support/fleet-builders';
import {
  aNamespaceWave,
  anObservation,
  aPod,
  aRecord,
  AT,
  FROM,
} from '../../../support/rollout-builders';

const WAVE = aNamespaceWave('web', ['shop']);
const RECORD = aFleetRecord({}, { waves: [WAVE, EAST_WEST] });
const MOVING = aPeer({ phase: 'moving', moved: false, whole: false, retained: false });
const CUT_OFF = { name: 'eu-1', state: unknown<never>('connection refused', AT) };

describe('a wave of a cluster', () => {
  it('moves where the clusters of earlier groups have moved theirs', () => {
    expect(
      clusterHold(RECORD, seeing([aCluster('eu-1'), aCluster('us-2', null)]), WAVE),
    ).toBeNull();
  });

  it.each([
    ['has not begun', aCluster('eu-1', null), 'eu-1 (not begun)'],
    ['is moving', aCluster('eu-1', MOVING), 'eu-1 (moving)'],
    [
      'has only ended another rollout',
      aCluster('eu-1', aPeer({ from: '1-29', to: FROM, phase: 'done' })),
      'eu-1 (done)',
    ],
    ['cannot be asked', CUT_OFF, 'eu-1 (cannot be asked: connection refused)'],
  ])('waits where one of them %s', (_, first, said) => {
    expect(clusterHold(RECORD, seeing([first, aCluster('us-2')]), WAVE)).toBe(
      `groups of clusters before its own have not moved: ${said}`,
    );
  });

  it('waits for those before it in its group while as many move as may at once', () => {
    const self = { self: 'us-2', groups: [['eu-1'], ['us-1', 'us-2']] };
    const others = seeing([aCluster('eu-1'), aCluster('us-1', MOVING)]);
    const at = (atOnce: number) =>
      clusterHold(aFleetRecord({}, { clusters: { ...self, atOnce } }), others, WAVE);
    expect(at(1)).toBe('at most 1 at once, and first in the order are us-1 (moving)');
    expect(at(2)).toBeNull();
  });

  it('waits where the others were not looked at, and never where the mesh is in one cluster', () => {
    expect(clusterHold(RECORD, anObservation(), WAVE)).toMatch(/were not looked at/);
    expect(clusterHold(aRecord(), anObservation(), WAVE)).toBeNull();
  });
});

describe('gateways that other clusters come in by', () => {
  const hold = (...clusters: Parameters<typeof seeing>[0]) =>
    clusterHold(RECORD, seeing(clusters), EAST_WEST);

  it('move once all clusters together have the coverage, one cluster after the other', () => {
    expect(hold(aCluster('eu-1'), aCluster('us-2', MOVING))).toBeNull();
    expect(hold(aCluster('eu-1', { ...MOVING, moved: true }), aCluster('us-2'))).toBe(
      'at most 1 at once, and first in the order are eu-1 (moving)',
    );
  });

  it('wait below it, and say how far each cluster is', () => {
    const behind = aCluster('us-2', MOVING, { proxies: { total: 10, moved: 4 } });
    expect(hold(aCluster('eu-1'), behind)).toBe(
      '72 % of the proxies are on 1-31 (us-1 100 %, eu-1 100 %, us-2 40 %), and it moves at 90 %',
    );
  });

  it('wait where a cluster cannot be asked, or has not begun: what it has moved is not known', () => {
    expect(hold(CUT_OFF, aCluster('us-2'))).toBe(
      'cluster eu-1 cannot be asked: connection refused',
    );
    expect(hold(aCluster('eu-1', null, { proxies: null }), aCluster('us-2'))).toMatch(
      /no rollout yet/,
    );
  });

  describe('where requests between clusters are counted', () => {
    const judged = { waves: [WAVE, EAST_WEST], metrics: metricsPlan({ maxErrorShare: 0.01 }) };
    const record = aFleetRecord({}, judged);
    const sending = (name: string, traffic: ClusterState['traffic']) =>
      aCluster(name, aPeer(), { traffic });
    const counted = (total: number, moved: number) => known({ total, moved }, AT);
    const holdOf = (...clusters: readonly ClusterFact[]) =>
      clusterHold(record, seeing(clusters), EAST_WEST);

    it('wait until what has moved sends that share of them, too', () => {
      const others = [sending('eu-1', counted(100, 100)), sending('us-2', counted(0, 0))];
      expect(holdOf(sending('us-1', counted(100, 70)), ...others)).toBe(
        '100 % of the proxies are on 1-31 (us-1 100 %, eu-1 100 %, us-2 100 %), ' +
          'and 85 % of the requests between clusters, and it moves at 90 %',
      );
      expect(holdOf(sending('us-1', counted(100, 80)), ...others)).toBeNull();
    });

    it('wait while a cluster cannot say, this one too, and not for one that counts none', () => {
      const all = [sending('eu-1', counted(100, 100)), sending('us-2', null)];
      expect(holdOf(sending('us-1', unknown('no answer', AT)), ...all)).toBe(
        'cluster us-1: no answer',
      );
      expect(holdOf(...all)).toBe('cluster us-1 was not looked at');
      expect(holdOf(sending('us-1', counted(10, 10)), ...all)).toBeNull();
    });

    it('do not wait for requests where there are none', () => {
      const none = ['us-1', 'eu-1', 'us-2'].map((name) => sending(name, counted(0, 0)));
      expect(holdOf(...none)).toBeNull();
    });
  });

  it('wait for the proxies of their own cluster in a mesh of one', () => {
    const record = aRecord();
    const alone = { ...record, plan: { ...record.plan, waves: [WAVE, EAST_WEST] } };
    const pods = [aPod(), aPod({ name: 'old', revision: FROM })];
    const observation = anObservation({ pods: { known: true, value: pods, at: AT } });
    expect(clusterHold(alone, observation, EAST_WEST)).toBe(
      '50 % of the proxies are on 1-31, and it moves at 90 %',
    );
  });
});
