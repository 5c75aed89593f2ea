import { momentQuestions } from '../../../lib/cluster/moment-questions';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { known } from '../../../lib/rollout/fact';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { aCluster, aFleetRecord } from '../../support/fleet-builders';
import { aRecord, AT } from '../../support/rollout-builders';

const OTHERS = known([aCluster('eu-1')], AT);

function ask(record: RolloutRecord, readClusters: (() => Promise<typeof OTHERS>) | null) {
  const client = {} as KubeClient;
  const answerers = { client, readMetrics: null, meshNamespace: 'istio-system', readClusters };
  return momentQuestions(record, answerers, () => AT).clusters();
}

describe('what the other clusters say', () => {
  it('is asked of a mesh over several clusters, while it goes forward', async () => {
    expect(await ask(aFleetRecord(), () => Promise.resolve(OTHERS))).toEqual(OTHERS);
    expect(ask(aFleetRecord(), null)).toBeNull();
    expect(ask(aRecord(), () => Promise.resolve(OTHERS))).toBeNull();
  });

  it('is not waited for on the way back, which one that does not answer must not slow down', () => {
    const read = jest.fn(() => Promise.resolve(OTHERS));
    expect(ask(aFleetRecord({ phase: 'rolling-back' }), read)).toBeNull();
    expect(read).not.toHaveBeenCalled();
  });
});
