import type { RolloutSpec } from '../rollout-spec';
import { alertLimit, allowedBy, type AlertLimit } from './alerts/alert-limit';
import { promTime, type AlertRule } from './alerts/alert-rule';
import { proxyAlerts, rootAlert } from './alerts/health-alerts';
import { shareAlerts, type ShareAlert } from './alerts/share-alerts';
import { shareExpr } from './alerts/share-expr';
import { metricsPlan, type MetricsPlan } from './metrics-spec';
import { percent } from './percent';

/**
 * Alerting rules on what users of a rollout's members feel, from the limits and windows of its gates: a coarse net under them,
 * that is there while no rollout runs too. A member that fires one does not pass the gate in the label `gate`, while
 * that judges it and unless the member was over its limit before its wave. A rollout that judges no metrics has only the rule
 * on the root certificate.
 */
export function rolloutAlertRules(spec: RolloutSpec): AlertRule[] {
  const metrics = metricsPlan(spec.metrics ?? {});
  const root = rootAlert(metrics);
  if (spec.metrics === undefined) return [root];
  const shares = shareAlerts(spec, metrics).flatMap((alert) => shareRule(alert, metrics) ?? []);
  return [...shares, ...proxyAlerts(spec, metrics), root];
}

function shareRule(share: ShareAlert, metrics: MetricsPlan): AlertRule | null {
  const { alert, rule, series, whose, what, nextStep } = share;
  const limit = alertLimit(rule, metrics);
  if (limit === null) return null;
  return {
    alert,
    expr: shareExpr(series, metrics, limit),
    // A window that a gate looks at may be any part of its longest.
    for: promTime(metrics.windowSeconds),
    labels: { severity: 'page', gate: rule.gate },
    annotations: {
      summary: `${whose}: {{ $value | humanizePercentage }} of the requests that ${what}`,
      description: description(share, metrics, limit),
      next_step: nextStep,
    },
  };
}

function description({ rule }: ShareAlert, metrics: MetricsPlan, limit: AlertLimit): string {
  const { scrapeSeconds, windowSeconds } = metrics;
  const span = promTime(2 * scrapeSeconds);
  const allowed = percent(allowedBy(rule, metrics));
  return `for ${promTime(windowSeconds)} there were at least ${limit.fewest} of them in every ${span}, over ${percent(limit.share)} of the requests; the gate ${rule.gate} allows ${allowed}`;
}
