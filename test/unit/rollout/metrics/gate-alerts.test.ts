import { unknown } from '../../../../lib/rollout/fact';
import { alertsGate } from '../../../../lib/rollout/metrics/gates/alerts';
import type { AlertFact } from '../../../../lib/rollout/metrics/metrics-fact';
import type { AlertSpec } from '../../../../lib/rollout/metrics/metrics-spec';
import {
  aFact,
  aMetricsRecord,
  NOW,
  RELEASED_AT,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';

const SLOW: AlertSpec = { name: 'Slow' };
const BROKEN: AlertSpec = { name: 'Broken' };

const quiet = (name: string): AlertFact => ({ name, healthy: true, firing: [] });
const firing = (name: string, since = RELEASED_AT, labels = {}): AlertFact => ({
  ...quiet(name),
  firing: [{ labels, since }],
});

function judged(wanted: readonly AlertSpec[], alerts: readonly AlertFact[]) {
  const record = aMetricsRecord({ alerts: wanted });
  return alertsGate(record)(WEB, seenBy(aFact({ alerts })), '');
}

describe('the alerts gate', () => {
  it('passes when nothing is asked for, and when nothing fires', () => {
    expect(judged([], [firing('Other')]).verdict).toBe('Pass');
    expect(judged([SLOW, BROKEN], [quiet('Slow'), quiet('Broken')])).toMatchObject({
      gate: 'alerts',
      verdict: 'Pass',
      value: '2 quiet',
    });
  });

  it('fails when one fires since the wave was released', () => {
    expect(judged([SLOW, BROKEN], [quiet('Slow'), firing('Broken')])).toMatchObject({
      verdict: 'Fail',
      subject: 'alert Broken',
      message: `alert Broken has been firing since ${new Date(RELEASED_AT).toISOString()}`,
    });
  });

  it('is the environment’s when it fired before', () => {
    expect(judged([SLOW], [firing('Slow', RELEASED_AT - 1)])).toMatchObject({
      verdict: 'Environment',
      patient: true,
      message: expect.stringContaining('before wave web') as string,
    });
  });

  it('has no data when the rule is missing or cannot be evaluated', () => {
    expect(judged([SLOW], [])).toMatchObject({ verdict: 'NoData', value: 'Slow', patient: true });
    const unhealthy = { ...quiet('Slow'), healthy: false };
    expect(judged([SLOW], [unhealthy])).toMatchObject({ verdict: 'NoData', patient: true });
    expect(judged([SLOW], [quiet('Slow'), unhealthy]).verdict).toBe('NoData');
  });

  it('lets no alert that says nothing hide another that fires', () => {
    const both = [SLOW, BROKEN];
    expect(judged(both, [firing('Broken')]).verdict).toBe('Fail');
    const old = firing('Slow', RELEASED_AT - 1);
    expect(judged(both, [old, firing('Broken')]).verdict).toBe('Fail');
    expect(judged([BROKEN, SLOW], [old]).verdict).toBe('Environment');
  });

  it('asks for all of the wanted labels', () => {
    const wanted = [{ name: 'Slow', labels: { team: 'shop', severity: 'page' } }];
    const withLabels = (labels: Record<string, string>) =>
      judged(wanted, [firing('Slow', NOW, labels)]).verdict;
    expect(withLabels({ team: 'shop', severity: 'page', pod: 'x' })).toBe('Fail');
    expect(withLabels({ team: 'shop', severity: 'info' })).toBe('Pass');
    expect(withLabels({ team: 'shop' })).toBe('Pass');
  });

  it('is an error when Prometheus could not be asked, and neither a failure nor a pass', () => {
    const gate = alertsGate(aMetricsRecord({ alerts: [SLOW] }));
    const away = seenBy(aFact(), { metrics: unknown('it is away', NOW) });
    expect(gate(WEB, away, '')).toMatchObject({ verdict: 'Error', message: 'it is away' });
    expect(gate(WEB, seenBy(aFact(), { metrics: null }), '').verdict).toBe('Error');
  });
});
