import { metricsProblems } from '../../../../lib/rollout/metrics/metrics-problems';
import type { MetricsSpec } from '../../../../lib/rollout/metrics/metrics-spec';
import { validateRolloutSpec } from '../../../../lib/rollout/validate-rollout-spec';

const ORDERS = { name: 'orders', bad: 'orders_bad', total: 'orders_all', maxShare: 0.01 };

describe('limits on what users may feel', () => {
  it('are taken as they are by default', () => {
    expect(metricsProblems({})).toEqual([]);
  });

  it.each<[MetricsSpec, string]>([
    [{ scrapeSeconds: 0 }, 'metrics.scrapeSeconds: found 0'],
    [{ slowerThanMs: -1 }, 'metrics.slowerThanMs: found -1'],
    [{ patienceSeconds: Number.NaN }, 'metrics.patienceSeconds: found NaN'],
    [{ maxErrorShare: 99.5 }, 'metrics.maxErrorShare: found 99.5; it is a share between 0 and 1'],
    [{ maxSlowShare: 0 }, 'metrics.maxSlowShare: found 0'],
    [{ waveBudget: 0 }, 'metrics.waveBudget: found 0; it is a share between 0 and 1'],
    [{ rolloutBudget: 2 }, 'metrics.rolloutBudget: found 2'],
    [{ rolloutBudget: 0.01 }, 'found 0.02; a wave may not spend more than the rollout, 0.01'],
    [{ warmUpSeconds: -5 }, 'metrics.warmUpSeconds: found -5'],
    [
      { scrapeSeconds: 30, windowSeconds: 59 },
      'metrics.windowSeconds: found 59; it has to be two scrapes or more, 60 s',
    ],
    [{ alerts: [{ name: '' }] }, 'metrics.alerts: an alert has no name'],
    [{ counts: [{ ...ORDERS, name: 'My orders' }] }, 'found the name "My orders"; it has to be of'],
    [{ counts: [{ ...ORDERS, bad: ' ' }] }, 'metrics.counts orders.bad: it is empty'],
    [{ counts: [{ ...ORDERS, total: '' }] }, 'metrics.counts orders.total: it is empty'],
    [{ counts: [{ ...ORDERS, maxShare: 5 }] }, 'metrics.counts orders.maxShare: found 5'],
    [{ counts: [ORDERS, ORDERS] }, 'metrics.counts orders: another count has this name'],
  ])('are refused when they make no sense: %j', (spec, problem) => {
    expect(metricsProblems(spec)).toEqual([expect.stringContaining(problem)]);
  });

  it('are checked with the rest of a rollout, all problems at once', () => {
    const metrics = { scrapeSeconds: -1, maxErrorShare: 2 };
    const spec = { from: 'a', to: 'a', waves: [], metrics };
    expect(validateRolloutSpec(spec, ['a']).length).toBeGreaterThanOrEqual(4);
  });
});
