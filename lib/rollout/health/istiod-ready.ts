import { askEachIstiod } from './ask-each-istiod';
import type { HealthCondition } from './health-condition';
import type { HealthFacts } from './health-facts';

/** Whether every istiod of a revision says of itself that it is ready. */
export function istiodReady(revision: string, facts: HealthFacts): HealthCondition {
  return askEachIstiod(revision, facts, {
    type: 'IstiodReady',
    factOf: ({ ready }) => ready,
    problemOf: (status) => (status === 200 ? null : `/ready answered ${status}`),
    good: { reason: 'Ready', message: `every istiod of ${revision} says that it is ready` },
    bad: {
      reason: 'NotReady',
      message: `istiod of ${revision} is not ready`,
      nextStep: 'it waits for its caches, its injector or its validator: its log says for which',
    },
  });
}
