import { atDestination } from './series';
import { LIMIT, WARM_UP, type Judge, type Outcome, type Trace } from './trace';

/**
 * Flagger as its code decides (fluxcd/flagger@15bd6ad5, v1.43 and later: `runBuiltinMetricChecks` in
 * pkg/controller/scheduler_metrics.go, `advanceCanary` in pkg/controller/scheduler.go, the query of
 * pkg/metrics/observers/istio.go), one Canary for each namespace. Each check is the success rate of the last minute at the
 * destination; one that is too low, or finds no value, adds to `failedChecks`, which never falls, and does not advance.
 * At `threshold` it rolls back; it promotes after as many good checks as fit into the time beside fewer bad ones than that.
 * @param threshold - 1 by default (GetAnalysisThreshold), 5 in the documentation's examples for Istio
 */
export function flagger(threshold: number): Judge {
  return (trace, budget) => {
    const outcomes = trace.wave.map((namespace) => run(trace, namespace, budget, threshold));
    return (
      (['rolled back', 'undecided'] as const).find((one) => outcomes.includes(one)) ?? 'advanced'
    );
  };
}

function run({ after }: Trace, namespace: string, budget: number, wanted: number): Outcome {
  const checks = budget - WARM_UP;
  // Half of a short time, so that it can still roll back within it.
  const threshold = Math.min(wanted, Math.ceil(checks / 2));
  const iterations = checks - threshold + 1;
  let [failed, good] = [0, 0];
  for (const minute of after.slice(WARM_UP, budget)) {
    const counts = atDestination(minute, namespace);
    const isGood =
      counts !== null && counts.all > 0 && (counts.all - counts.bad) / counts.all >= 1 - LIMIT;
    if (isGood) good++;
    else failed++;
    if (failed >= threshold) return 'rolled back';
    if (good >= iterations) return 'advanced';
  }
  return 'undecided';
}
