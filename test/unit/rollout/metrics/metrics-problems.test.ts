import { metricsProblems } from '../../../../lib/rollout/metrics/metrics-problems';
import type { MetricsSpec } from '../../../../lib/rollout/metrics/metrics-spec';
import { validateRolloutSpec } from '../../../../lib/rollout/validate-rollout-spec';

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
    [{ warmUpSeconds: -5 }, 'metrics.warmUpSeconds: found -5'],
    [
      { scrapeSeconds: 30, windowSeconds: 59 },
      'metrics.windowSeconds: found 59; it has to be two scrapes or more, 60 s',
    ],
    [{ alerts: [{ name: '' }] }, 'metrics.alerts: an alert has no name'],
  ])('are refused when they make no sense: %j', (spec, problem) => {
    expect(metricsProblems(spec)).toEqual([expect.stringContaining(problem)]);
  });

  it('are checked with the rest of a rollout, all problems at once', () => {
    const metrics = { scrapeSeconds: -1, maxErrorShare: 2 };
    const spec = { from: 'a', to: 'a', waves: [], metrics };
    expect(validateRolloutSpec(spec, ['a']).length).toBeGreaterThanOrEqual(4);
  });
});
