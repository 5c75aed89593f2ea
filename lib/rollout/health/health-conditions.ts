import { deploymentAvailable } from './deployment-available';
import type { HealthCondition } from './health-condition';
import type { HealthFacts } from './health-facts';
import { injectionWorks } from './injection-works';
import { istiodReady } from './istiod-ready';
import { metricsServed } from './metrics-served';
import { proxiesConnected } from './proxies-connected';
import { ready } from './ready';
import { validationWorks } from './validation-works';
import { webhooksReady } from './webhooks-ready';

const QUESTIONS = [
  deploymentAvailable,
  istiodReady,
  webhooksReady,
  injectionWorks,
  validationWorks,
  metricsServed,
  proxiesConnected,
] as const;

/** Whether a revision can carry workloads, one condition for each thing that it takes, and `Ready` for all of them last. */
export function healthConditions(revision: string, facts: HealthFacts): HealthCondition[] {
  const conditions = QUESTIONS.map((ask) => ask(revision, facts));
  return [...conditions, ready(revision, conditions)];
}
