import { unknown } from '../../../../lib/rollout/fact';
import { expiryGate } from '../../../../lib/rollout/metrics/gates/expiry';
import { aFact, aMetricsRecord, NOW, seenBy, WEB } from '../../../support/metrics-builders';

function judged(certificates: Readonly<Record<string, number>>) {
  const fact = aFact();
  const snapshots = fact.snapshots.map((one) => (one.at === NOW ? { ...one, certificates } : one));
  return expiryGate(aMetricsRecord())(WEB, seenBy({ ...fact, snapshots }), '');
}

describe('the expiry gate', () => {
  it('passes while every certificate of the wave has more than five minutes left', () => {
    expect(judged({ 'shop/cart-1': NOW + 300_001 }).verdict).toBe('Pass');
    expect(judged({}).verdict).toBe('Pass');
    expect(judged({ 'elsewhere/pod': NOW - 1 }).verdict).toBe('Pass');
  });

  it('fails for one that has expired or is about to, and names the pod', () => {
    expect(judged({ 'shop/cart-1': NOW + 300_000 })).toMatchObject({
      verdict: 'Fail',
      namespace: 'shop',
      subject: 'Pod shop/cart-1',
    });
    expect(judged({ 'shop/cart-2': NOW - 1 }).verdict).toBe('Fail');
  });

  it('is Error when Prometheus or the pods could not be read', () => {
    for (const changes of [
      { metrics: unknown<never>('away', NOW) },
      { pods: unknown<never>('away', NOW) },
    ]) {
      expect(expiryGate(aMetricsRecord())(WEB, seenBy(aFact(), changes), '').verdict).toBe('Error');
    }
  });
});
