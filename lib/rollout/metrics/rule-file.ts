import { promTime, type AlertRule } from './alerts/alert-rule';

/** Rules that Prometheus evaluates together. */
export interface RuleGroup {
  readonly name: string;
  /** How often. @default Prometheus' own evaluation_interval */
  readonly intervalSeconds?: number;
  readonly rules: readonly AlertRule[];
}

/** A rule file as Prometheus reads it. */
export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly interval?: string;
    readonly rules: readonly AlertRule[];
  }[];
}

/** Groups as a rule file; those without rules are left out. */
export function ruleFile(groups: readonly RuleGroup[]): RuleFile {
  return {
    groups: groups
      .filter(({ rules }) => rules.length > 0)
      .map(({ name, intervalSeconds, rules }) => ({
        name,
        ...(intervalSeconds === undefined ? {} : { interval: promTime(intervalSeconds) }),
        rules,
      })),
  };
}

/**
 * The same as an object of the Prometheus operator.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.85.0/Documentation/api-reference/api.md PrometheusRule
 */
export function prometheusRule(
  { name, namespace }: { readonly name: string; readonly namespace: string },
  groups: readonly RuleGroup[],
) {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/part-of': 'istio-revisions' } },
    spec: ruleFile(groups),
  };
}
