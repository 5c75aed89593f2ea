import type { Check } from '../finding';
import type { PrecheckInput } from '../precheck-input';

/** Whether anybody watches what users feel. Whether Prometheus answers and has the metrics, "rollout run" asks: see `start`. */
export const metricsCheck: Check<PrecheckInput> = {
  name: 'metrics',
  about: 'whether waves are judged by what users feel',
  waivable: true,
  run: ({ judgesMetrics, spec }) => ({
    known: true,
    findings: judgesMetrics
      ? []
      : [
          {
            severity: 'warning',
            subject: `Rollout ${spec.from} → ${spec.to}`,
            message:
              'waves are judged by pods, proxies and certificates alone: errors that users meet are not seen',
            evidence: ['the environment sets no prometheus, or the rollout no metrics'],
            remedy: 'set both',
          },
        ],
  }),
};
