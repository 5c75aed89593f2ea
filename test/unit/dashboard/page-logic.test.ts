import { chartData, chartText, chartTop } from '../../../lib/dashboard/page/chart-data';
import { cleaned } from '../../../lib/dashboard/page/cleaned';
import { freshnessOf, freshnessText, type Seen } from '../../../lib/dashboard/page/freshness';
import { filtered, membersOf } from '../../../lib/dashboard/page/member-filter';
import { shownClusters } from '../../../lib/dashboard/page/shown-cluster';
import { instant } from '../../../lib/rollout/report/instant';
import { rolloutReport } from '../../../lib/rollout/report/rollout-report';
import { NOW } from '../../support/metrics-builders';
import { aReportInput } from '../../support/report-builders';

const REPORT = rolloutReport(aReportInput());

describe('how old a live page is', () => {
  const look = { now: instant(NOW + 3_000), askedAt: null, failure: null };
  const seen = (changes: Partial<Seen> = {}): Seen => ({
    data: { report: REPORT, look },
    receivedAt: 500,
    lost: null,
    ...changes,
  });

  it('is counted by the dashboard’s clock, and by its own from then on', () => {
    expect(freshnessOf(seen(), 500)).toEqual({ seconds: 3, problem: null });
    expect(freshnessText(freshnessOf(seen(), 4_500))).toBe('Seen 7s ago');
  });

  it('is told with why, where the dashboard, the cluster or an answer is missing', () => {
    const failure = { message: 'connect ETIMEDOUT', since: instant(NOW) };
    const problems = [
      seen({ lost: { since: 0, reason: 'Failed to fetch' } }),
      seen({ data: { report: REPORT, look: { ...look, failure } } }),
      seen({ data: { report: null, look } }),
    ].map((one) => freshnessOf(one, 500).problem);
    expect(problems).toEqual([
      'the dashboard does not answer: Failed to fetch',
      'the last look was not answered: connect ETIMEDOUT',
      'no look was answered yet',
    ]);
    expect(freshnessOf(seen(), 20_500).problem).toMatch(/has not answered/);
  });

  it('is nothing on a page that stands alone', () => {
    expect(freshnessOf(seen({ data: { report: REPORT, look: null } }), 1e9)).toEqual({
      seconds: null,
      problem: null,
    });
  });
});

describe('the members that are shown', () => {
  const all = membersOf(REPORT.waves);
  const names = (...args: Parameters<typeof filtered>) =>
    filtered(...args).map(({ member }) => member.name);

  it('are all of all waves, or those that a text is in', () => {
    expect(names(all, 'all', '')).toEqual(['ingress/gateway-1-31', 'shop', 'bank', 'ledger']);
    expect(names(all, 'all', ' SHO ')).toEqual(['shop']);
    expect(names(all, 'all', 'core')).toEqual(['bank', 'ledger']);
    expect(names(all, 'all', 'nothing like it')).toEqual([]);
  });

  it('are those that still have proxies of the old revision', () => {
    expect(names(all, 'old', '')).toEqual(['bank', 'ledger']);
  });
});

describe('a chart', () => {
  const gate = REPORT.gates.find((one) => one.gate === 'success-rate');
  if (gate === undefined) throw new Error('no gate');

  it('has a column for each time, and nothing where there was no request: that is not zero', () => {
    const [times, before, since, lower, upper, limit] = chartData(gate);
    expect(gate.series.length).toBeGreaterThan(1);
    gate.series.forEach(({ to, when, bad, all, bounds }) => {
      const index = times.indexOf(Date.parse(to) / 1000);
      const share = all === 0 ? null : 100 * (bad / all);
      expect([before[index], since[index]]).toEqual(
        when === 'before' ? [share, null] : [null, share],
      );
      expect([lower[index], upper[index]]).toEqual(
        all === 0 ? [null, null] : [100 * bounds.lower, 100 * bounds.upper],
      );
      expect(limit[index]).toBe(1);
    });
    const none = chartData({ ...gate, series: gate.series.map((one) => ({ ...one, all: 0 })) });
    expect(none.slice(1, 5).flat()).toEqual(none.slice(1, 5).flat().fill(null));
  });

  it('draws nothing over a time that was not looked at', () => {
    const [one] = gate.series;
    if (one === undefined) throw new Error('no series');
    const series = [
      { ...one, from: instant(NOW), to: instant(NOW + 60_000), when: 'before' as const },
      {
        ...one,
        from: instant(NOW + 600_000),
        to: instant(NOW + 660_000),
        when: 'evidence' as const,
      },
      {
        ...one,
        from: instant(NOW + 660_000),
        to: instant(NOW + 720_000),
        when: 'evidence' as const,
      },
    ];
    const [times, before, since, lower, upper, limit] = chartData({ ...gate, series });
    expect(times.map((time) => time * 1000 - NOW)).toEqual([60_000, 600_000, 660_000, 720_000]);
    for (const column of [before, since, lower, upper]) expect(column[1]).toBeNull();
    for (const column of [lower, upper, limit]) expect(column[2]).not.toBeNull();
    expect(limit[1]).toBe(1);
  });

  it('reaches over the limit and everything counted', () => {
    expect(chartTop(chartData(gate))).toBeGreaterThan(1);
    expect(chartTop([[], [], [], [], [], [], []])).toBeGreaterThan(0);
  });

  it('is a sentence for those who do not see it', () => {
    expect(chartText(gate)).toMatch(/^success-rate of wave web: Pass, .* limit 1\.00 %; .* before/);
  });
});

it('takes what acts on how text is shown out of all of it', () => {
  expect(cleaned({ a: ['x\u202ey', 1, null], b: { c: 'a\nb' } })).toEqual({
    a: ['x�y', 1, null],
    b: { c: 'a b' },
  });
});

it('is a mesh of one cluster where a report is about one', () => {
  expect(shownClusters(REPORT)).toEqual([
    { name: 'lab', environment: 'dev', report: REPORT, unknown: null },
  ]);
});
