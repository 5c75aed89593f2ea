import { metricsPlan, type CountSpec, type MetricsSpec } from './metrics-spec';

/** Everything that is wrong with limits on what users may feel, each naming what was found and what is allowed. */
export function metricsProblems(spec: MetricsSpec): string[] {
  const plan = metricsPlan(spec);
  const positive = ['scrapeSeconds', 'slowerThanMs', 'patienceSeconds'] as const;
  const shares = ['maxErrorShare', 'maxSlowShare', 'waveBudget', 'rolloutBudget'] as const;
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
    ...(plan.waveBudget <= plan.rolloutBudget
      ? []
      : [
          `metrics.waveBudget: found ${plan.waveBudget}; a wave may not spend more than the rollout, ${plan.rolloutBudget}`,
        ]),
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
    ...countProblems(plan.counts),
  ];
}

const COUNT_NAME = /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/;

function countProblems(counts: readonly CountSpec[]): string[] {
  return counts.flatMap(({ name, bad, total, maxShare }, index) => {
    const place = `metrics.counts ${name === '' ? index + 1 : name}`;
    const isTwice = counts.findIndex((one) => one.name === name) !== index;
    return [
      ...(COUNT_NAME.test(name)
        ? []
        : [
            `${place}: found the name "${name}"; it has to be of small letters, digits and "-", at most 40`,
          ]),
      ...(isTwice ? [`${place}: another count has this name; choose another`] : []),
      ...Object.entries({ bad, total })
        .filter(([, query]) => query.trim() === '')
        .map(
          ([field]) =>
            `${place}.${field}: it is empty; it has to be PromQL, such as sum by (namespace, pod) (orders_total)`,
        ),
      ...(maxShare > 0 && maxShare < 1
        ? []
        : [
            `${place}.maxShare: found ${maxShare}; it is a share between 0 and 1, such as 0.005 for 0.5 %`,
          ]),
    ];
  });
}
