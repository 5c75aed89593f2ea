import { metricGates } from '../../../../lib/rollout/metrics/metric-gates';
import { trafficReader } from '../../../../lib/rollout/metrics/traffic-reader';
import { aFact, aMetricsRecord, received, seenBy, WEB } from '../../../support/metrics-builders';

describe('the traffic of a wave', () => {
  const record = aMetricsRecord();
  const busy = seenBy(aFact({ now: { requests: received('shop', 1_000) } }));

  it('is counted once for an observation, and anew for the next', () => {
    const reader = trafficReader(record);
    const first = reader(WEB, busy);
    expect(reader(WEB, busy)).toBe(first);
    expect(reader(WEB, seenBy(aFact()))).not.toEqual(first);
    expect(reader(WEB, busy)).toEqual(first);
  });

  it('is the same for gates that share the count and for gates of a look of their own', () => {
    const shared = metricGates(record).map((gate) => gate(WEB, busy, ''));
    const alone = metricGates(record).map((_, index) =>
      metricGates(record)[index]?.(WEB, busy, ''),
    );
    expect(shared).toEqual(alone);
  });
});
