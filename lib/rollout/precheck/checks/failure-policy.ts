import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** A webhook that may be passed over: pods without a sidecar, or objects that nobody validated. */
export const failurePolicyCheck: Check<PrecheckInput> = {
  name: 'failure-policy',
  about: 'webhooks of Istio that the API server passes over when they do not answer',
  waivable: true,
  run: ({ facts: { webhooks } }) =>
    lookAt({ webhooks }, ({ webhooks: all }) =>
      all
        .filter(({ failurePolicy }) => failurePolicy !== 'Fail')
        .map(({ name, kind, injects, failurePolicy }) => ({
          severity: 'warning' as const,
          subject: `${kind} ${name}`,
          message: injects
            ? 'pods start without a sidecar while its istiod does not answer'
            : 'wrong Istio objects are taken while its istiod does not answer',
          evidence: [`failurePolicy: ${failurePolicy}`],
          remedy: 'set failurePolicy to Fail once its istiod is ready',
        })),
    ),
};
