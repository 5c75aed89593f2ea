import { unknown, type Fact } from '../../../../lib/rollout/fact';
import type { Crossing } from '../../../../lib/rollout/fleet/crossing';
import { crossingGate } from '../../../../lib/rollout/fleet/crossing-gate';
import { metricsPlan } from '../../../../lib/rollout/metrics/metrics-spec';
import { newProgress } from '../../../../lib/rollout/wave-progress';
import {
  aCluster,
  aCrossing,
  aFleetRecord,
  aPeer,
  CLUSTERS,
  EAST_WEST,
  seeing,
} from '../../../support/fleet-builders';
import { aGatewayWave, anObservation, AT } from '../../../support/rollout-builders';

/** A gateway that has taken its traffic a minute ago. */
function judge(
  crossing: Fact<Crossing> | null,
  {
    lowTraffic = 'hold',
    releasedAt = AT - 60_000,
    arrivals,
  }: { lowTraffic?: 'hold' | 'healthOnly'; releasedAt?: number; arrivals?: number } = {},
) {
  const metrics = metricsPlan({ maxErrorShare: 0.01, lowTraffic });
  const progress = [
    { ...newProgress(releasedAt), ...(arrivals === undefined ? {} : { arrivals }) },
  ];
  const record = aFleetRecord({ progress }, { waves: [EAST_WEST], metrics });
  const others = [aCluster('eu-1', aPeer(), { crossing }), aCluster('us-2')];
  return crossingGate(record)(EAST_WEST, seeing(others), '1-31');
}

describe('the gate on requests between clusters', () => {
  it('passes when they are answered, and none is lost', () => {
    expect(judge(aCrossing())).toMatchObject({ verdict: 'Pass', value: '100 requests' });
  });

  it('fails when surely more of them are lost than may fail', () => {
    const { verdict, message } = judge(aCrossing({ lost: 30 }));
    expect([verdict, message]).toEqual([
      'Fail',
      'cluster eu-1: 23.08 % of its requests found no way, at most 1.00 % may',
    ]);
  });

  it('does not fail for one lost request among many, which chance explains', () => {
    expect(judge(aCrossing({ lost: 1 })).verdict).toBe('Pass');
  });

  it('fails when what arrived before arrives no more, though callers find another way and lose nothing', () => {
    const elsewhere = aCrossing({ answered: { 'eu-1': 500 } });
    const { verdict, message } = judge(elsewhere, { arrivals: 0.3 });
    expect([verdict, message]).toEqual([
      'Fail',
      '0.00 % of the requests of other networks are answered here, at least half of the 30.00 % before has to be',
    ]);
    expect(judge(elsewhere, { arrivals: 0.3, lowTraffic: 'healthOnly' }).verdict).toBe('Fail');
  });

  it('passes while not surely less than half of what arrived before arrives', () => {
    const half = aCrossing({ answered: { 'eu-1': 500, 'us-1': 100 } });
    expect(judge(half, { arrivals: 0.3 }).verdict).toBe('Pass');
    expect(judge(half, { arrivals: 0.5 }).verdict).toBe('Fail');
  });

  it('does not count a cluster of the same network, which needs no gateway', () => {
    const metrics = metricsPlan({ maxErrorShare: 0.01, lowTraffic: 'hold' });
    const progress = [newProgress(AT - 60_000)];
    const clusters = { ...CLUSTERS, entering: ['eu-1'] };
    const record = aFleetRecord({ progress }, { waves: [EAST_WEST], metrics, clusters });
    const near = aCluster('us-2', aPeer(), { crossing: aCrossing() });
    const far = aCluster('eu-1', aPeer(), { crossing: aCrossing({ answered: {} }) });
    expect(crossingGate(record)(EAST_WEST, seeing([far, near]), '1-31').verdict).toBe('NoData');
  });

  it('counts nothing from before the traffic came', () => {
    expect(judge(aCrossing({ lost: 30 }), { releasedAt: AT - 5_000 }).verdict).toBe('Inconclusive');
  });

  it('holds where it is not known what they saw: of the cluster, of its Prometheus, of all', () => {
    expect(judge(unknown('no answer', AT))).toMatchObject({
      verdict: 'Error',
      subject: 'cluster eu-1',
    });
    const record = aFleetRecord({}, { waves: [EAST_WEST], metrics: metricsPlan({}) });
    expect(crossingGate(record)(EAST_WEST, anObservation(), '1-31').verdict).toBe('Error');
    const cutOff = { name: 'eu-1', state: unknown<never>('refused', AT) };
    expect(crossingGate(record)(EAST_WEST, seeing([cutOff]), '1-31').verdict).toBe('Error');
  });

  it('has no data where no request crosses, and passes only where health is enough', () => {
    const idle = aCrossing({ answered: { 'eu-1': 500 } });
    expect(judge(idle).verdict).toBe('NoData');
    expect(judge(idle, { lowTraffic: 'healthOnly' }).verdict).toBe('Pass');
    expect(judge(null).verdict).toBe('NoData');
  });

  it('asks nothing of other waves, or where only health is judged', () => {
    const record = aFleetRecord({}, { waves: [EAST_WEST], metrics: null });
    expect(crossingGate(record)(EAST_WEST, anObservation(), '1-31').verdict).toBe('Pass');
    const judged = aFleetRecord({}, { metrics: metricsPlan({}) });
    expect(crossingGate(judged)(aGatewayWave(), anObservation(), '1-31').verdict).toBe('Pass');
  });
});
