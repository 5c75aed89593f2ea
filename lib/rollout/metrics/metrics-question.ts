import type { FrozenPlan, RolloutRecord } from '../record';
import type { GatewayRef } from '../rollout-spec';
import { gatewayApisOf, gatewaysOf, movedWaves, namespacesOf } from '../wave-members';
import type { CountSpec, MetricsPlan } from './metrics-spec';
import { waveWindows } from './wave-windows';

/** What one look has to ask of Prometheus. */
export interface MetricsQuestion {
  /** Epoch milliseconds, ascending. Those of the past never change their answer. */
  readonly instants: readonly number[];
  /** Every namespace of the plan: those that have not moved are the control group. */
  readonly namespaces: readonly string[];
  readonly gateways: readonly GatewayRef[];
  readonly slowerThanMs: number;
  /** Names of alerting rules. */
  readonly alerts: readonly string[];
  /** The team's own counts. */
  readonly counts: readonly CountSpec[];
}

/** What the gates of a rollout will need at `now`; `null` when they judge no metrics. */
export function metricsQuestion(record: RolloutRecord, now: number): MetricsQuestion | null {
  const { metrics, from } = record.plan;
  const moved = movedWaves(record);
  const isJudged = record.phase !== 'done' && !record.retired.includes(from);
  if (metrics === null || moved.length === 0 || !isJudged) return null;
  const instants = [...new Set([now, ...instantsOf(record, moved.length, now)])];
  return questionAbout(
    record.plan,
    metrics,
    instants.sort((a, b) => a - b),
  );
}

/** The same before the first wave, to see whether there are answers; `null` when nothing will be asked. */
export function startQuestion(plan: FrozenPlan, now: number): MetricsQuestion | null {
  return plan.metrics === null ? null : questionAbout(plan, plan.metrics, [now]);
}

function questionAbout(
  { waves }: FrozenPlan,
  metrics: MetricsPlan,
  instants: readonly number[],
): MetricsQuestion {
  return {
    instants,
    namespaces: namespacesOf(waves).map(({ name }) => name),
    gateways: [...gatewaysOf(waves), ...gatewayApisOf(waves)],
    slowerThanMs: metrics.slowerThanMs,
    alerts: metrics.alerts.map(({ name }) => name),
    counts: metrics.counts,
  };
}

/** All waves look at the same minutes; that of the one that moves are more. */
function instantsOf(record: RolloutRecord, moved: number, now: number): number[] {
  return Array.from({ length: moved }, (_, index) => index).flatMap((index) => {
    const windows = waveWindows(record, index, now);
    return windows === null ? [] : [...windows.before, ...windows.edges];
  });
}
