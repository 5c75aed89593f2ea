import { atSource, type Counts } from './series';
import { LIMIT, WARM_UP, type Judge, type Outcome, type Trace } from './trace';

/** How long a range selector of `[5m]` still finds samples after the last scrape, in minutes. */
const RANGE = 5;

/** `consecutiveErrorLimit` (utils/defaults/defaults.go); an error is asked again every 10 s (analysis/analysis.go). */
const CONSECUTIVE_ERRORS = 4;
const RETRIES_PER_MINUTE = 6;

type Measurement = 'Successful' | 'Failed' | 'Error';

/**
 * Argo Rollouts as its code decides (argoproj/argo-rollouts@9f8d111d, v1.10.0-rc1 and later: `assessMetricStatus` and
 * `assessMetricFailureInconclusiveOrError` in analysis/analysis.go, `EvaluateResult` in utils/evaluate/evaluate.go). The query
 * and `successCondition: result[0] >= …` are those of docs/features/analysis.md, one metric for each namespace: `irate` over
 * `[5m]` at the source, so the last two scrapes. `initialDelay` is the warm-up, `interval` a minute, `count` what fits.
 * @param failureLimit - 0 by default, 3 in the documentation's examples; more failed measurements than that abort
 */
export function argoRollouts(failureLimit: number): Judge {
  return (trace, budget) => {
    const outcomes = trace.wave.map((namespace) => run(trace, namespace, budget, failureLimit));
    return (
      (['rolled back', 'undecided'] as const).find((one) => outcomes.includes(one)) ?? 'advanced'
    );
  };
}

function run(trace: Trace, namespace: string, budget: number, wanted: number): Outcome {
  // Fewer than half of a short time, so that it can still abort within it.
  const failureLimit = Math.min(wanted, Math.floor((budget - WARM_UP - 1) / 2));
  let failed = 0;
  let consecutiveErrors = 0;
  for (let minute = WARM_UP; minute < budget; minute++) {
    const measured = measure(trace, namespace, minute);
    if (measured === 'Error') {
      consecutiveErrors += RETRIES_PER_MINUTE;
      if (consecutiveErrors > CONSECUTIVE_ERRORS) return 'rolled back';
      continue;
    }
    consecutiveErrors = 0;
    if (measured === 'Failed') failed++;
    if (failed > failureLimit) return 'rolled back';
  }
  return 'advanced';
}

/** Without a sample in the range the vector is empty, and `result[0]` an error; of nothing the ratio is NaN, which is not enough. */
function measure({ before, after }: Trace, namespace: string, minute: number): Measurement {
  const seen = [...before, ...after.slice(0, minute + 1)].slice(-RANGE);
  const last = seen.map((one) => atSource(one, namespace)).findLast((one) => one !== null);
  if (last === undefined) return 'Error';
  return successRate(last) >= 1 - LIMIT ? 'Successful' : 'Failed';
}

function successRate({ bad, all }: Counts): number {
  return all === 0 ? NaN : (all - bad) / all;
}
