import {
  LOOP_ALERT_TIMES,
  loopAlertRules,
} from '../../../../lib/reconcile/operator/loop-alert-rules';
import { OperatorMetrics } from '../../../../lib/reconcile/operator/operator-metrics';

function named(name: string, times = {}) {
  const found = loopAlertRules(times).find(({ alert }) => alert === `IstioRevisions${name}`);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

describe('the alerts on the loop of the operator', () => {
  it('ask for metrics and labels that the operator serves', async () => {
    const metrics = new OperatorMetrics();
    metrics.track('istio-system/1-31');
    metrics.reconciled('istio-system/1-31', null, 1, 1000);
    metrics.reconciled('istio-system/1-31', 'RenderFailed', 1, 2000);
    const { text } = await metrics.scrape();
    const asked = loopAlertRules().flatMap(({ expr }) => [
      ...expr.matchAll(/istio_revisions_\w+/g),
    ]);
    expect(asked.length).toBeGreaterThan(0);
    for (const [metric] of asked) expect(text).toMatch(new RegExp(`^${metric}(\\{.*\\})? `, 'm'));
    expect(text).toContain(
      'istio_revisions_reconcile_failing{object="istio-system/1-31",reason="RenderFailed"} 1',
    );
    for (const gauge of ['reconcile_failures_in_row', 'object_ready'])
      expect(text).toContain(`istio_revisions_${gauge}{object="istio-system/1-31"}`);
  });

  it.each([
    ['ReconcileFails', { failingSeconds: 20 }, '20s'],
    ['ObjectNotReady', { notReadySeconds: 20 }, '20s'],
    ['RenderFails', { renderFailingSeconds: 20 }, '20s'],
    ['ApiUnreachable', { unreachableSeconds: 5 }, '5s'],
    ['NoLeader', { leaderlessSeconds: 5 }, '5s'],
    ['OperatorAbsent', { absentSeconds: 5 }, '5s'],
  ])('have %s wait as long as is asked, and the others as before', (name, times, expected) => {
    expect(named(name, times).for).toBe(expected);
    const others = ({ alert }: { alert: string }) => alert !== `IstioRevisions${name}`;
    expect(loopAlertRules(times).filter(others)).toEqual(loopAlertRules().filter(others));
  });

  it('look back for the last success as long as is asked', () => {
    expect(named('NoSuccess', { staleSeconds: 20 }).expr).toMatch(/> 20$/);
  });

  it('wait by default for longer than the longest pause between two turns, five minutes', () => {
    const { failingSeconds, renderFailingSeconds, staleSeconds } = LOOP_ALERT_TIMES;
    for (const seconds of [failingSeconds, renderFailingSeconds, staleSeconds])
      expect(seconds).toBeGreaterThan(300);
  });

  it('page for what stops everything, and each says what it is and what to do', () => {
    const pages = loopAlertRules().filter(({ labels }) => labels.severity === 'page');
    expect(pages.map(({ alert }) => alert.replace('IstioRevisions', ''))).toEqual([
      'ObjectNotReady',
      'ApiUnreachable',
      'NoLeader',
      'OperatorAbsent',
    ]);
    for (const { annotations } of loopAlertRules())
      for (const text of Object.values(annotations)) expect(text).toMatch(/^\S.{25,}$/);
  });
});
