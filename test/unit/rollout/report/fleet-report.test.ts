import { fleetChangeLine } from '../../../../lib/cli/views/fleet-change-line';
import { fleetPage } from '../../../../lib/cli/views/fleet-page';
import { PAGE_FORMATS, pageText } from '../../../../lib/cli/views/page/page-formats';
import { known, unknown } from '../../../../lib/rollout/fact';
import { fleetReport, type ClusterLook } from '../../../../lib/rollout/report/fleet-report';
import type { ReportInput } from '../../../../lib/rollout/report/report-input';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { NOW } from '../../../support/metrics-builders';
import { aReportInput, aReportRecord, WAVES } from '../../../support/report-builders';

const look = (cluster: string, changes: Partial<ReportInput> = {}): ClusterLook => ({
  cluster,
  environment: `multi-${cluster}`,
  input: known(aReportInput(changes), NOW),
});

const inPhase = (cluster: string, phase: RolloutRecord['phase']) =>
  look(cluster, { record: aReportRecord({ phase }) });

const silent = (cluster: string): ClusterLook => ({
  cluster,
  environment: `multi-${cluster}`,
  input: unknown('connect ECONNREFUSED', NOW),
});

const report = (...looks: readonly ClusterLook[]) => fleetReport('multi', looks, NOW);

describe('a report over clusters', () => {
  it('adds up the proxies of all, without those of gateways that move', () => {
    const { coverage, clusters } = report(look('eu-1'), look('us-1'));
    expect(clusters.map(({ proxies }) => proxies)).toEqual([
      { total: 4, moved: 2 },
      { total: 4, moved: 2 },
    ]);
    expect(coverage).toEqual({ proxies: { total: 8, moved: 4 }, wanted: null });
  });

  it('does not know how far all are while one cannot be asked, says why, and shows the others', () => {
    const found = report(look('eu-1'), silent('us-1'));
    expect(found.coverage.proxies).toBeNull();
    expect(found.state).toBe('unknown');
    expect(found.clusters[1]).toMatchObject({ report: null, unknown: 'connect ECONNREFUSED' });
    const text = pageText(fleetPage(found), 'text', false);
    expect(text).toMatch(/us-1 +unknown .*connect ECONNREFUSED/);
    expect(text).toMatch(/eu-1 +moving +2\/3 web +2\/4/);
  });

  it('names the percent at which gateways between clusters move', () => {
    const plan = aReportRecord().plan;
    const last = { ...WAVES[0]!, name: 'between', coverage: 90 };
    const record = aReportRecord({ plan: { ...plan, waves: [...WAVES, last] } });
    const found = report(look('eu-1', { record }));
    expect(found.coverage.wanted).toBe(90);
    expect(pageText(fleetPage(found), 'text', false)).toContain(
      'gateways between clusters move at 90 %',
    );
  });

  it.each([
    ['an end that all have come to', ['done', 'done'], 'done'],
    ['no end while one is under way', ['done', 'moving'], 'running'],
    ['no good end where one went back', ['done', 'rolled-back'], 'rolled-back'],
  ] as const)('has %s', (_, phases, state) => {
    const looks = phases.map((phase, index) => inPhase(`c${String(index)}`, phase));
    expect(report(...looks).state).toBe(state);
  });

  it('puts what needs a person before what goes on by itself', () => {
    const driver = { held: false, message: 'nobody drives it' };
    expect(report(look('eu-1'), look('us-1', { driver })).state).toBe('unattended');
    expect(report(look('eu-1'), look('us-1', { started: false })).state).toBe('running');
  });

  it('takes everything back by one command, as long as something can be taken back', () => {
    expect(report(look('eu-1'), inPhase('us-1', 'done')).undo.command).toBe(
      'istio-revisions rollout rollback --env multi',
    );
    expect(report(inPhase('eu-1', 'done'), silent('us-1')).undo.command).toBeNull();
    expect(report(silent('eu-1')).undo.text).toBe('no cluster could be asked');
  });

  it('names each cluster in the line of a change, which no time changes', () => {
    const line = fleetChangeLine(report(look('eu-1'), silent('us-1')));
    expect(line).toMatch(/^unknown {2}proxies not known {2}eu-1 .*; us-1 unknown$/);
    const later = fleetReport('multi', [look('eu-1'), silent('us-1')], NOW + 60_000);
    expect(fleetChangeLine(later)).toBe(line);
  });

  it.each(PAGE_FORMATS)('shows names and reasons from anywhere as text only, as %s', (format) => {
    const hostile: ClusterLook = {
      cluster: '<img src=x onerror=alert(1)>\u001b[2J',
      environment: 'multi-eu-1',
      input: unknown('<script>alert(1)</script>\u0007|x', NOW),
    };
    const text = pageText(fleetPage(report(hostile)), format, false);
    for (const control of ['\u0007', '\u001b']) expect(text).not.toContain(control);
    if (format !== 'text') expect(text).not.toMatch(/<img|<script/);
  });
});
