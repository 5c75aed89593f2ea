import { metricsPlan, type MetricsSpec } from './metrics-spec';

/** Everything that is wrong with limits on what users may feel, each naming what was found and what is allowed. */
export function metricsProblems(spec: MetricsSpec): string[] {
  const plan = metricsPlan(spec);
  const positive = ['scrapeSeconds', 'slowerThanMs', 'patienceSeconds'] as const;
  const shares = ['maxErrorShare', 'maxSlowShare'] as const;
  const names = plan.alerts.map(({ name }) => name);
  return [
    ...positive
      .filter((name) => !(Number.isFinite(plan[name]) && plan[name] > 0))
      .map((name) => `metrics.${name}: found ${plan[name]}; it has to be more than 0`),
    ...shares
      .filter((name) => !(plan[name] > 0 && plan[name] < 1))
      .map(
        (name) =>
          `metrics.${name}: found ${plan[name]}; it is a share between 0 and 1, such as 0.005 for 0.5 %`,
      ),
    ...(plan.warmUpSeconds >= 0
      ? []
      : [`metrics.warmUpSeconds: found ${plan.warmUpSeconds}; it has to be 0 or more`]),
    // With fewer than two scrapes in it nothing can have grown.
    ...(plan.windowSeconds >= 2 * plan.scrapeSeconds
      ? []
      : [
          `metrics.windowSeconds: found ${plan.windowSeconds}; it has to be two scrapes or more, ${2 * plan.scrapeSeconds} s`,
        ]),
    ...names.filter((name) => name === '').map(() => 'metrics.alerts: an alert has no name'),
  ];
}
