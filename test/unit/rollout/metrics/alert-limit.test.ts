import fc from 'fast-check';
import { alertLimit } from '../../../../lib/rollout/metrics/alerts/alert-limit';
import { lowerBound } from '../../../../lib/rollout/metrics/confidence';
import { latencyRule } from '../../../../lib/rollout/metrics/gates/latency';
import { deniedRule, plaintextRule } from '../../../../lib/rollout/metrics/gates/policies';
import { successRule } from '../../../../lib/rollout/metrics/gates/success-rate';
import { evidenceOf } from '../../../../lib/rollout/metrics/evidence';
import { breachOf } from '../../../../lib/rollout/metrics/judge-share';
import { SHARE_GATES, spend } from '../../../../lib/rollout/metrics/spending';
import { metricsPlan } from '../../../../lib/rollout/metrics/metrics-spec';

const RULES = [successRule, latencyRule, plaintextRule, deniedRule];

describe('the limit of an alert', () => {
  it('is one at which its gate has failed, whatever a member within its limits was before', () => {
    const share = fc.double({ min: 0.0001, max: 0.16, noNaN: true });
    const inputs = fc.record({
      rule: fc.constantFrom(...RULES),
      limit: share,
      more: fc.integer({ min: 0, max: 5_000 }),
      // Of the requests with which the alert would just fire.
      filled: fc.double({ min: 0, max: 1, noNaN: true }),
      before: fc.integer({ min: 0, max: 100_000 }),
      worse: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(inputs, ({ rule, limit, more, filled, before, worse }) => {
        const limits = metricsPlan({ maxErrorShare: limit, maxSlowShare: limit });
        const alert = alertLimit(rule, limits);
        fc.pre(alert !== null);
        const allowed = rule === successRule || rule === latencyRule ? limit : 0.01;
        const bad = alert.fewest + more;
        // With more requests than that the alert would not fire.
        const most = Math.ceil((2 * bad) / alert.share) - 1;
        const all = Math.max(bad, Math.floor(most * filled));
        const earlier = { bad: Math.floor(before * allowed * worse), all: before };
        // It fires when that was so for ten spans of half a minute, as long as a window; the gate sees four minutes of it.
        const minute = [{ bad: 2 * bad, all: 2 * all }];
        const evidence = evidenceOf([minute, minute, minute, minute]);
        const limitOf = { allowed, tolerance: rule.tolerance, before: evidenceOf([[earlier]]) };
        const window = { evidence, alpha: spend(SHARE_GATES, 9, 4, 30) };
        expect(breachOf(window, limitOf)).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('asks for no more bad ones than that takes', () => {
    const { share, fewest } = alertLimit(successRule, metricsPlan({})) ?? { share: 0, fewest: 0 };
    expect({ share, fewest }).toEqual({ share: 0.045, fewest: 9 });
    const bad = fewest - 1;
    expect(lowerBound(bad, (2 * bad) / share, 0.005)).toBeLessThanOrEqual(0.0075);
  });

  it('is none from a limit on that all requests together could not be over', () => {
    expect(alertLimit(latencyRule, metricsPlan({ maxSlowShare: 0.161 }))?.share).toBeCloseTo(0.996);
    expect(alertLimit(latencyRule, metricsPlan({ maxSlowShare: 0.17 }))).toBeNull();
  });
});
