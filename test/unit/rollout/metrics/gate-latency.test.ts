import { latencyRule } from '../../../../lib/rollout/metrics/gates/latency';
import type { DurationCount } from '../../../../lib/rollout/metrics/metrics-fact';
import { shareGate } from '../../../../lib/rollout/metrics/share-gate';
import {
  aDuration,
  aFact,
  aMetricsRecord,
  LATER,
  received,
  receivedApart,
  seenBy,
  type Seen,
} from '../../../support/metrics-builders';
import { aGatewayWave } from '../../../support/rollout-builders';

function judged(now: Seen, before: Seen = {}, record = aMetricsRecord()) {
  const gate = shareGate(record, latencyRule);
  return gate(record.plan.waves[0]!, seenBy(aFact({ now, before })), '');
}

const durations = (...of: DurationCount[]): Seen => ({ durations: of });

describe('the latency of a namespace', () => {
  it('passes when few enough requests were slow', () => {
    expect(judged(durations(aDuration('shop', 1_000, 4)))).toMatchObject({
      gate: 'latency',
      verdict: 'Pass',
      value: '0.40 % of 1000',
    });
  });

  it('fails when too many were', () => {
    expect(judged(durations(aDuration('shop', 1_000, 30)))).toMatchObject({
      verdict: 'Fail',
      namespace: 'shop',
      message: expect.stringContaining('requests were slow') as string,
    });
  });

  it('has its limit from the plan', () => {
    const record = aMetricsRecord({ maxSlowShare: 0.1 });
    expect(judged(durations(aDuration('shop', 1_000, 30)), {}, record).verdict).toBe('Pass');
  });

  it('may be as slow as it was before', () => {
    const slow = durations(aDuration('shop', 10_000, 3_000));
    expect(judged(slow, slow).verdict).not.toBe('Fail');
    expect(judged(durations(aDuration('shop', 10_000, 3_700)), slow).verdict).toBe('Fail');
  });

  it('is not judged by other namespaces, nor where the histogram has no such edge', () => {
    const good = aDuration('shop', 1_000, 0);
    const edgeless = { ...aDuration('shop', 5_000, null), pod: 'shop/cart-2' };
    const now = durations(good, edgeless, aDuration('bank', 1_000, 1_000));
    expect(judged(now)).toMatchObject({ verdict: 'Pass', value: '0.00 % of 1000' });
  });

  it('is the environment’s when a namespace that did not move got slow as well', () => {
    const slow = [aDuration('shop', 1_000, 100), aDuration('bank', 1_000, 60)];
    const apart = receivedApart('bank', 1_000);
    expect(judged({ durations: slow, requests: apart }).verdict).toBe('Environment');
  });

  it('is the wave’s own while others only fail', () => {
    const now = {
      durations: [aDuration('shop', 1_000, 100), aDuration('bank', 1_000, 0)],
      requests: [...received('shop', 1_000), ...receivedApart('bank', 1_000, 500)],
    };
    expect(judged(now).verdict).toBe('Fail');
  });

  it('is not judged of gateways', () => {
    const record = aMetricsRecord({}, { waves: [aGatewayWave(), LATER] });
    const now = durations(aDuration('ingress', 1_000, 1_000));
    expect(judged(now, {}, record)).toMatchObject({ verdict: 'Pass', value: 'not judged' });
  });
});
