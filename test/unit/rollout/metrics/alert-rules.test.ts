import { metricsQueries } from '../../../../lib/cluster/prometheus/metrics-queries';
import { rolloutAlertRules } from '../../../../lib/rollout/metrics/alert-rules';
import type { AlertRule } from '../../../../lib/rollout/metrics/alerts/alert-rule';
import type { MetricsSpec } from '../../../../lib/rollout/metrics/metrics-spec';
import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';

function aSpec(metrics?: MetricsSpec, changes: Partial<RolloutSpec> = {}): RolloutSpec {
  return {
    from: '1-30',
    to: '1-31',
    waves: [
      { name: 'edge', gateways: [{ namespace: 'ingress', name: 'public.gw' }] },
      { name: 'web', namespaces: ['shop', 'bank'] },
    ],
    ...(metrics === undefined ? {} : { metrics }),
    ...changes,
  };
}

function named(rules: readonly AlertRule[], name: string): AlertRule {
  const found = rules.find(({ alert }) => alert === `IstioRevisions${name}`);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

const SHARES = [
  'Errors',
  'CallErrors',
  'Unreachable',
  'Slow',
  'Plaintext',
  'PlaintextSent',
  'Denied',
  'GatewayErrors',
];

describe('the alerts of a rollout', () => {
  it('are one for each way in which a gate counts, and on what keeps it from counting', () => {
    const gates = rolloutAlertRules(aSpec({})).map(
      ({ alert, labels }) => `${alert.replace('IstioRevisions', '')} ${String(labels['gate'])}`,
    );
    expect(gates).toEqual([
      'Errors success-rate',
      'CallErrors success-rate',
      'Unreachable success-rate',
      'Slow latency',
      'Plaintext plaintext',
      'PlaintextSent plaintext',
      'Denied denied',
      'GatewayErrors success-rate',
      'ProxyCertificateExpires expiry',
      'MetricsAbsent coverage',
      'ProxiesUnscraped coverage',
      'MetricsAbsent coverage',
      'ProxiesUnscraped coverage',
      'RootCertificateExpires certificates',
    ]);
  });

  it('are only the one on the root where no metrics are judged', () => {
    expect(rolloutAlertRules(aSpec()).map(({ alert }) => alert)).toEqual([
      'IstioRevisionsRootCertificateExpires',
    ]);
  });

  it('are none on namespaces where only gateways move, and the other way round', () => {
    const [gateways, namespaces] = aSpec().waves;
    const of = (wave: RolloutSpec['waves'][number]) =>
      rolloutAlertRules(aSpec({}, { waves: [wave] })).map(({ alert }) => alert);
    expect(of(gateways!)).toContain('IstioRevisionsGatewayErrors');
    expect(of(gateways!)).not.toContain('IstioRevisionsErrors');
    expect(of(namespaces!)).toContain('IstioRevisionsErrors');
    expect(of(namespaces!)).not.toContain('IstioRevisionsGatewayErrors');
  });

  it.each([
    ['Errors', { maxErrorShare: 0.01 }, 0.075],
    ['GatewayErrors', { maxErrorShare: 0.01 }, 0.075],
    ['Slow', { maxSlowShare: 0.02 }, 0.15],
    ['Denied', {}, 0.12],
    ['Plaintext', {}, 0.12],
  ])('have %s fire at six times what the gate allows, with its tolerance', (name, spec, share) => {
    expect(named(rolloutAlertRules(aSpec(spec)), name).expr).toContain(`> ${share}\n`);
  });

  it.each(SHARES)('have %s last as long as the window of the gates', (name) => {
    const rules = rolloutAlertRules(aSpec({ windowSeconds: 420 }));
    expect(named(rules, name)).toMatchObject({ for: '7m', labels: { severity: 'page' } });
  });

  it('count over scrapes as they are configured', () => {
    const { expr } = named(
      rolloutAlertRules(aSpec({ scrapeSeconds: 30, windowSeconds: 600 })),
      'Errors',
    );
    expect(expr).toContain('offset 1m');
    expect(expr).toContain('[10m] offset 1m');
    expect(expr).toContain('>= time() - 60)[630s:30s]) >= 21');
  });

  it('are told of seconds and of less than one as Prometheus reads them', () => {
    const rules = rolloutAlertRules(aSpec({ scrapeSeconds: 0.5, windowSeconds: 5 }));
    expect(named(rules, 'Errors')).toMatchObject({ for: '5s' });
    expect(named(rules, 'Errors').expr).toContain('[5500ms:500ms]');
  });

  it('leave out a share whose limit is so high that everything together would not be over it', () => {
    const names = rolloutAlertRules(aSpec({ maxSlowShare: 0.2 })).map(({ alert }) => alert);
    expect(names).not.toContain('IstioRevisionsSlow');
    expect(names).toContain('IstioRevisionsErrors');
  });

  it('ask for the metrics, the labels and the bucket that the gates ask for', () => {
    const { requests, durations, durationsWithin, scraped, certificates } = metricsQueries(
      ['shop', 'bank'],
      ['shop', 'bank', 'ingress'],
      0.5,
    );
    const asked = [...requests, ...durations, ...durationsWithin, scraped, certificates].join(' ');
    const own = ['source_workload', 'instance', 'le', 'job', 'pod', 'namespace'];
    for (const { expr, labels } of rolloutAlertRules(aSpec({ slowerThanMs: 0.5 }))) {
      if (labels['gate'] === 'certificates') continue;
      for (const [metric] of expr.matchAll(/istio_\w+/g)) expect(asked).toContain(metric);
      for (const [, label = ''] of expr.matchAll(/[{,](\w+)(?:=|!)/g))
        expect(own.includes(label) || asked.includes(label)).toBe(true);
    }
    const slow = named(rolloutAlertRules(aSpec({ slowerThanMs: 0.5 })), 'Slow').expr;
    expect(slow).toContain('le=~"0[.]5([.]0)?"');
  });

  it('name gateways by their namespace and Deployment, and their pods by the names that those have', () => {
    const rules = rolloutAlertRules(aSpec({}));
    expect(named(rules, 'GatewayErrors').expr).toContain(
      'source_workload_namespace="ingress",source_workload=~"public[.]gw-1-30|public[.]gw-1-31"',
    );
    const pod = /pod=~"([^"]+)"/.exec(named(rules, 'ProxyCertificateExpires').expr)?.[1] ?? '';
    const isPod = (name: string) => new RegExp(`^(${pod})$`).test(name);
    expect(isPod('public.gw-1-30-7d9f8b6c5d-x2x4z')).toBe(true);
    expect(isPod('publicxgw-1-30-7d9f8b6c5d-x2x4z')).toBe(false);
    // Of gateway public.gw-internal.
    expect(isPod('public.gw-internal-1-30-7d9f8b6c5d-x2x4z')).toBe(false);
  });

  it('of gateways in several namespaces take no gateway for one of another namespace', () => {
    const gateways = [
      { namespace: 'a', name: 'one' },
      { namespace: 'b', name: 'two' },
    ];
    const rules = rolloutAlertRules(aSpec({}, { waves: [{ name: 'edge', gateways }] }));
    const { expr } = named(rules, 'GatewayErrors');
    expect(expr).toContain('source_workload_namespace="a",source_workload=~"one-1-30|one-1-31"');
    expect(expr).toContain('source_workload_namespace="b",source_workload=~"two-1-30|two-1-31"');
  });

  it('are never the same twice, and each says what it is and what to do', () => {
    const rules = rolloutAlertRules(aSpec({}));
    const identities = rules.map(({ alert, labels }) => JSON.stringify([alert, labels]));
    expect(new Set(identities).size).toBe(rules.length);
    for (const { annotations } of rules) {
      for (const text of Object.values(annotations)) expect(text).toMatch(/^\S.{30,}$/);
    }
  });

  it('say how many and how large the share is, and what the gate allows', () => {
    const { annotations } = named(rolloutAlertRules(aSpec({ maxErrorShare: 0.01 })), 'Errors');
    expect(annotations.description).toBe(
      'for 5m there were at least 9 of them in every 30s, over 7.50 % of the requests; the gate success-rate allows 1.00 %',
    );
  });
});
