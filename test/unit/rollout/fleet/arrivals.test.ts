import { unknown } from '../../../../lib/rollout/fact';
import { arrivalShare } from '../../../../lib/rollout/fleet/arrivals';
import type { ClusterFact } from '../../../../lib/rollout/fleet/cluster-fact';
import {
  aCluster,
  aCrossing,
  aFleetRecord,
  aPeer,
  CLUSTERS,
  EAST_WEST,
  seeing,
} from '../../../support/fleet-builders';
import { aGatewayWave, AT } from '../../../support/rollout-builders';

const clusters = { ...CLUSTERS, entering: ['eu-1'] };

function shareSeen(others: readonly ClusterFact[], wave: typeof EAST_WEST | null = EAST_WEST) {
  const record = aFleetRecord({}, { waves: [EAST_WEST], clusters });
  return arrivalShare(record, wave ?? aGatewayWave(), seeing(others));
}

const far = aCluster('eu-1', aPeer(), {
  crossing: aCrossing({ answered: { 'us-1': 30, 'eu-1': 60 }, lost: 10 }),
});
const near = aCluster('us-2', aPeer(), { crossing: aCrossing({ answered: { 'us-1': 1_000 } }) });

describe('the share of what other networks sent that is answered here', () => {
  it('is one of all that they sent, lost requests too, and of no cluster of the own network', () => {
    expect(shareSeen([far, near])).toBe(0.3);
  });

  it('is not known where one of them is not, or nobody sent anything', () => {
    expect(shareSeen([{ name: 'eu-1', state: unknown('refused', AT) }])).toBeNull();
    const deaf = aCluster('eu-1', aPeer(), { crossing: unknown('no Prometheus', AT) });
    expect(shareSeen([deaf, near])).toBeNull();
    const idle = aCluster('eu-1', aPeer(), { crossing: aCrossing({ answered: {} }) });
    expect(shareSeen([idle, near])).toBeNull();
    expect(shareSeen([aCluster('eu-1'), near])).toBeNull();
  });

  it('is of no interest where no other network comes in', () => {
    expect(shareSeen([far, near], null)).toBeNull();
  });
});
