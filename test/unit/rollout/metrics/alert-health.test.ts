import { known } from '../../../../lib/rollout/fact';
import { certificatesGate } from '../../../../lib/rollout/control-plane/certificates';
import { rolloutAlertRules } from '../../../../lib/rollout/metrics/alert-rules';
import { coverageGate } from '../../../../lib/rollout/metrics/gates/coverage';
import { expiryGate } from '../../../../lib/rollout/metrics/gates/expiry';
import { aFact, aMetricsRecord, NOW, seenBy, WEB } from '../../../support/metrics-builders';
import {
  anIstiod,
  anObservation,
  aPod,
  AT,
  someCounters,
  TO,
} from '../../../support/rollout-builders';

const RULES = rolloutAlertRules({
  from: '1-30',
  to: '1-31',
  waves: [{ name: 'web', namespaces: ['shop'] }],
  metrics: {},
});

/** The number that a rule compares with. */
function limitOf(name: string, operator: '<=' | '>'): number {
  const expr = RULES.find(({ alert }) => alert === `IstioRevisions${name}`)?.expr ?? '';
  return Number(new RegExp(`${operator} ([\\d.]+)$`).exec(expr)?.[1]);
}

describe('an alert on the health of what is measured', () => {
  it('fires for a certificate of which the gate fails, and no sooner', () => {
    const left = limitOf('ProxyCertificateExpires', '<=') * 1000;
    const judged = (ms: number) => {
      const fact = aFact();
      const certificates = { 'shop/cart-1': NOW + ms };
      const snapshots = fact.snapshots.map((one) =>
        one.at === NOW ? { ...one, certificates } : one,
      );
      return expiryGate(aMetricsRecord())(WEB, seenBy({ ...fact, snapshots }), '').verdict;
    };
    expect([judged(left), judged(left + 1)]).toEqual(['Fail', 'Pass']);
  });

  it('fires for a root with which no gate passes, and no sooner', () => {
    const left = limitOf('RootCertificateExpires', '<=') * 1000;
    const judged = (ms: number) => {
      const counters = known(someCounters({ requested: 2, issued: 2, rootExpiresAt: AT + ms }), AT);
      const istiods = known([anIstiod(TO, { counters })], AT);
      const observation = anObservation({ istiods });
      return certificatesGate(aMetricsRecord())(WEB, observation, TO).verdict;
    };
    expect([judged(left), judged(left + 1)]).toEqual(['Environment', 'Pass']);
  });

  it('fires for as many unscraped proxies as the gate does not pass, and no sooner', () => {
    const share = limitOf('ProxiesUnscraped', '>');
    const judged = (unscraped: number) => {
      const names = Array.from({ length: 20 }, (_, index) => `cart-${index}`);
      const scraped = (at: number) =>
        Object.fromEntries(names.slice(unscraped).map((name) => [`shop/${name}`, at]));
      const fact = aFact();
      const snapshots = fact.snapshots.map((one) => ({ ...one, scraped: scraped(one.at) }));
      const pods = known(
        names.map((name) => aPod({ name })),
        NOW,
      );
      return coverageGate(aMetricsRecord())(WEB, seenBy({ ...fact, snapshots }, { pods }), '')
        .verdict;
    };
    expect(judged(20 * share)).toBe('Pass');
    expect(judged(20 * share + 1)).toBe('Error');
  });
});
