import { planView } from '../../../lib/cli/views/plan-view';
import type { FieldChange, PlanProblem } from '../../../lib/reconcile/deploy-plan/object-change';
import type { PlanReport, ReportedGroup } from '../../../lib/reconcile/deploy-plan/plan-report';
import { aChange } from '../../support/deploy-builders';

const field = (path: string, changes: Partial<FieldChange> = {}): FieldChange => ({
  path,
  before: 1,
  after: 2,
  cause: 'edit',
  ...changes,
});

const PROBLEM: PlanProblem = {
  code: 'conflict',
  object: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
  message: 'somebody else owns a|b:\nx',
  next: 'ask a|b',
};

const REVISION: ReportedGroup = {
  group: { type: 'revision', revision: '1-31' },
  changes: [
    aChange({ fields: [field('spec.replicas')] }),
    aChange({ isDrift: true, fields: [field('spec.x', { cause: 'drift', before: undefined })] }),
    aChange({ op: 'delete' }),
  ],
  affects: { namespaces: ['shop', 'web'], workloads: 1, pods: 3 },
};

const SHARED: ReportedGroup = {
  group: { type: 'shared' },
  changes: [aChange({ op: 'adopt', yielding: ['helm', 'kubectl'] })],
  affects: { namespaces: [], workloads: 0, pods: 0 },
};

function report(changes: Partial<PlanReport> = {}): PlanReport {
  return { environment: 'dev', groups: [], problems: [], same: 46, lost: [], ...changes };
}

function reportOf(fields: readonly FieldChange[]): PlanReport {
  return report({ groups: [{ ...REVISION, changes: [aChange({ fields })] }] });
}

describe('a plan for a terminal', () => {
  it('names each group with what depends on it, each object, and each value', () => {
    expect(planView(report({ groups: [SHARED, REVISION] }), 'text').split('\n')).toEqual([
      'shared by all revisions (nothing depends on it)',
      '  adopt Deployment istio-system/istiod-1-31 (helm, kubectl gives way)',
      'revision 1-31 (affects 2 namespaces, 1 workload, 3 pods)',
      '  update Deployment istio-system/istiod-1-31',
      '      spec.replicas: 1 → 2',
      '  update (drift) Deployment istio-system/istiod-1-31',
      '      spec.x: absent → 2, changed in the cluster',
      '  delete Deployment istio-system/istiod-1-31',
      '1 adopt, 2 update, 1 delete, 46 same',
    ]);
  });

  it('does not say that nothing depends on what could not be read', () => {
    const text = planView(report({ groups: [{ ...REVISION, affects: null }] }), 'text');
    expect(text).toContain('revision 1-31 (who depends on it could not be read)');
  });

  it('says that there is nothing to do', () => {
    expect(planView(report(), 'text')).toBe('no changes (46 same)');
  });

  it('does not say so where objects were lost or a problem stands', () => {
    expect(planView(report({ lost: ['a', 'b'] }), 'text')).toBe(
      '46 same, 2 taken into the stack again',
    );
    const lines = planView(report({ problems: [PROBLEM] }), 'text').split('\n');
    expect(lines[0]).toBe('stop: Namespace shop [conflict]: somebody else owns a|b:');
    expect(lines.slice(2)).toEqual(['      ask a|b', '46 same, 1 problem']);
  });

  it('cuts long values, and shows short ones whole', () => {
    const [short, long] = ['x'.repeat(58), 'x'.repeat(59)];
    const lines = planView(reportOf([field('a', { before: short, after: long })]), 'text');
    expect(lines).toContain(`      a: "${short}" → "${'x'.repeat(58)}…\n`);
  });

  it('shows long values from the line on that differs, since the difference is what is decided about', () => {
    const mesh = (mode: string) =>
      `accessLogFile: /dev/stdout\nenablePrometheusMerge: true\noutboundTrafficPolicy: ${mode}\nz: 1`;
    const fields = [
      field('data.mesh', { before: mesh('ALLOW_ANY'), after: mesh('REGISTRY_ONLY') }),
      field('data.added', { before: mesh('X'), after: `${mesh('X')}\nlast: line` }),
      field('data.none', { before: undefined, after: mesh('X') }),
    ];
    expect(planView(reportOf(fields), 'text').split('\n').slice(2, 5)).toEqual([
      '      data.mesh: …outboundTrafficPolicy: ALLOW_ANY\\nz: 1" → …outboundTrafficPolicy: REGISTRY_ONLY\\nz: 1"',
      '      data.added: …z: 1" → …z: 1\\nlast: line"',
      '      data.none: absent → "accessLogFile: /dev/stdout\\nenablePrometheusMerge: true\\no…',
    ]);
  });

  it('shows objects and lists as JSON', () => {
    const text = planView(reportOf([field('a', { before: ['x'], after: { y: null } })]), 'text');
    expect(text).toContain('a: ["x"] → {"y":null}');
  });

  it('counts what is more than a dozen fields of one object', () => {
    const fields = Array.from({ length: 14 }, (_, index) => field(`f${String(index)}`));
    const lines = planView(reportOf(fields), 'text').split('\n');
    expect(lines).toContain('      f11: 1 → 2');
    expect(lines).not.toContain('      f12: 1 → 2');
    expect(lines).toContain('      … and 2 more');
    const dozen = planView(reportOf(fields.slice(0, 12)), 'text');
    expect(dozen).toContain('f11: 1 → 2');
    expect(dozen).not.toContain('more');
  });
});

describe('a plan for a pull request', () => {
  it('has one table for each group, a row for each object', () => {
    expect(planView(report({ groups: [REVISION] }), 'markdown').split('\n')).toEqual([
      '### istio-revisions: dev',
      '',
      '**2 update, 1 delete, 46 same**',
      '',
      '#### revision 1-31 (affects 2 namespaces, 1 workload, 3 pods)',
      '',
      '| change | object | fields |',
      '| --- | --- | --- |',
      '| update | Deployment istio-system/istiod-1-31 | `spec.replicas: 1 → 2` |',
      '| update (drift) | Deployment istio-system/istiod-1-31 | `spec.x: absent → 2, changed in the cluster` |',
      '| delete | Deployment istio-system/istiod-1-31 |  |',
    ]);
  });

  it('keeps what a value holds from breaking the table', () => {
    const fields = [field('a', { before: 'x|y`z', after: 'two\nlines' }), field('b')];
    const row = planView(reportOf(fields), 'markdown').split('\n').at(-1) ?? '';
    expect(row).toBe(
      '| update | Deployment istio-system/istiod-1-31 | ' +
        '`a: "x\\|y\'z" → "two\\nlines"`<br>`b: 1 → 2` |',
    );
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(5);
  });

  it('shows problems first, each as one quotation', () => {
    const lines = planView(report({ problems: [PROBLEM], groups: [REVISION] }), 'markdown').split(
      '\n',
    );
    expect(lines.slice(2, 6)).toEqual([
      '**2 update, 1 delete, 46 same, 1 problem**',
      '',
      '> ⛔ **Namespace shop** (conflict): somebody else owns a\\|b: x  ',
      '> ask a\\|b',
    ]);
  });
});

it('a plan for a program is the report itself', () => {
  const whole = report({ groups: [SHARED], problems: [PROBLEM], lost: ['k'] });
  expect(JSON.parse(planView(whole, 'json'))).toEqual(whole);
});
