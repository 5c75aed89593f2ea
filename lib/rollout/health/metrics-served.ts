import { askEachIstiod } from './ask-each-istiod';
import type { HealthCondition } from './health-condition';
import type { HealthFacts } from './health-facts';

/** Whether every istiod of a revision shows its metrics: gates and alerts are blind without them. */
export function metricsServed(revision: string, facts: HealthFacts): HealthCondition {
  return askEachIstiod(revision, facts, {
    type: 'MetricsServed',
    factOf: ({ metrics }) => metrics,
    problemOf: (answer) => (answer.served ? null : answer.found),
    good: { reason: 'Served', message: `every istiod of ${revision} shows its metrics` },
    bad: {
      reason: 'NotServed',
      message: `istiod of ${revision} shows no metrics`,
      nextStep: 'compare its argument --monitoringAddr with port 15014',
    },
  });
}
