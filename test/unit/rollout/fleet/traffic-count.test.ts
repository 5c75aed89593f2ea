import { trafficCount } from '../../../../lib/rollout/fleet/traffic-count';
import { aPod, aRecord, FROM } from '../../../support/rollout-builders';

describe('requests to other clusters', () => {
  it('are counted by where their sender is now; what is gone sent nothing of what there is', () => {
    const pods = [
      aPod({ name: 'new' }),
      aPod({ name: 'old', revision: FROM }),
      aPod({ name: 'quiet' }),
    ];
    const sentBy = { 'shop/new': 30, 'shop/old': 10, 'shop/gone': 500 };
    expect(trafficCount(sentBy, pods, aRecord())).toEqual({ total: 40, moved: 30 });
  });
});
