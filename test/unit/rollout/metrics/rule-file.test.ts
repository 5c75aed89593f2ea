import type { AlertRule } from '../../../../lib/rollout/metrics/alerts/alert-rule';
import { promTime } from '../../../../lib/rollout/metrics/alerts/alert-rule';
import { prometheusRule, ruleFile } from '../../../../lib/rollout/metrics/rule-file';

const RULE: AlertRule = {
  alert: 'Broken',
  expr: 'up == 0',
  for: '1m',
  labels: { severity: 'page' },
  annotations: { summary: 's', description: 'd', next_step: 'n' },
};

describe('a rule file', () => {
  it('has its groups with their rules and how often they are evaluated', () => {
    expect(ruleFile([{ name: 'a', intervalSeconds: 15, rules: [RULE] }])).toEqual({
      groups: [{ name: 'a', interval: '15s', rules: [RULE] }],
    });
    expect(ruleFile([{ name: 'a', rules: [RULE] }]).groups[0]).not.toHaveProperty('interval');
  });

  it('has no group without rules', () => {
    expect(ruleFile([{ name: 'a', rules: [] }])).toEqual({ groups: [] });
  });

  it('is the spec of an object of the Prometheus operator', () => {
    const groups = [{ name: 'a', rules: [RULE] }];
    expect(prometheusRule({ name: 'x', namespace: 'istio-system' }, groups)).toMatchObject({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'x', namespace: 'istio-system' },
      spec: ruleFile(groups),
    });
  });
});

describe('a time of Prometheus', () => {
  it.each([
    [0, '0m'],
    [0.5, '500ms'],
    [1.5, '1500ms'],
    [45, '45s'],
    [300, '5m'],
    [330, '330s'],
  ])('of %d s is %s', (seconds, text) => {
    expect(promTime(seconds)).toBe(text);
  });
});
