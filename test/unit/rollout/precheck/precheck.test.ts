import Ajv2020 from 'ajv/dist/2020';
import schema from '../../../../docs/precheck-report.schema.json';
import { known, unknown } from '../../../../lib/rollout/fact';
import { CHECKS } from '../../../../lib/rollout/precheck/checks';
import { fleetPrecheck } from '../../../../lib/rollout/precheck/fleet-precheck';
import { precheck, type PrecheckReport } from '../../../../lib/rollout/precheck/precheck';
import { waiverProblems, type PrecheckWaiver } from '../../../../lib/rollout/precheck/waiver';
import {
  anInjectorWebhook,
  aPrecheckInput,
  type PrecheckChanges,
} from '../../../support/precheck-builders';
import { PRECHECK_FINDINGS } from '../../../support/precheck-findings';
import { anIstiod, AT, FROM, someCounters, TO } from '../../../support/rollout-builders';

const PLACE = { environment: 'dev', cluster: null } as const;
const DAY_MS = 24 * 3_600_000;

type Changes = PrecheckChanges;

const at = <T>(value: T) => known(value, AT);

const report = (changes: Changes = {}, waivers: readonly PrecheckWaiver[] = []): PrecheckReport =>
  precheck(aPrecheckInput(changes), PLACE, waivers);

/** What is found, as `<check> <severity> <subject>`. */
const found = (changes: Changes) =>
  report(changes).findings.map(({ check, severity, subject }) => `${check} ${severity} ${subject}`);

describe('a precheck', () => {
  it('finds nothing in a mesh that is well, and says what it looked at', () => {
    const well = report();
    expect(well.findings).toEqual([]);
    expect(well).toMatchObject({ verdict: 'ready', environment: 'dev', from: FROM, to: TO });
    expect(well.checks.map(({ check, state }) => [check, state])).toEqual(
      CHECKS.map(({ name }) => [name, 'passed']),
    );
  });

  it.each(PRECHECK_FINDINGS)('finds %s', (_what, changes, expected) => {
    expect(found(changes)).toContain(expected);
    const { findings, verdict } = report(changes);
    const one = findings.find(
      ({ check, subject }) => expected.startsWith(check) && expected.endsWith(subject),
    );
    expect(one?.evidence.length).toBeGreaterThan(0);
    expect(one?.remedy).not.toBe('');
    const isError = findings.some(({ severity }) => severity === 'error');
    expect(verdict).toBe(isError ? 'blocked' : 'ready');
  });

  it('has a proof of each check', () => {
    const proved = new Set(PRECHECK_FINDINGS.map(([, , expected]) => expected.split(' ')[0]));
    expect([...proved].sort()).toEqual(CHECKS.map(({ name }) => name).sort());
  });

  it('does not take injectors of several webhooks for several injectors', () => {
    const webhooks = at([
      anInjectorWebhook(FROM),
      anInjectorWebhook(FROM, {
        name: `istio-sidecar-injector-${FROM}/rev.object.sidecar-injector.istio.io`,
      }),
    ]);
    expect(found({ read: { webhooks } })).toEqual([]);
  });
});

/** Everything that a check could be told as not known. */
const BLIND: Changes = {
  refusals: [{ message: 'pods could not be read', known: false }],
  seen: Object.fromEntries(
    [
      'namespaces',
      'workloads',
      'pods',
      'istiods',
      'injectors',
      'pointers',
      'roots',
      'capacity',
    ].map((name) => [name, unknown('refused', AT)]),
  ),
  read: Object.fromEntries(
    Object.keys(aPrecheckInput().facts).map((name) => [name, unknown('refused', AT)]),
  ),
};

describe('what a precheck cannot read', () => {
  it('is never good', () => {
    const blind = report(BLIND);
    expect(blind.verdict).toBe('unknown');
    const passed = blind.checks
      .filter(({ state }) => state !== 'unknown')
      .map(({ check }) => check);
    // It is about the source alone.
    expect(passed).toEqual(['metrics']);
    expect(blind.counts.unknown).toBe(CHECKS.length - 1);
  });

  it.each(Object.keys(aPrecheckInput().facts))('is told with its reason: %s', (name) => {
    const { verdict, checks } = report({ read: { [name]: unknown('refused', AT) } });
    expect(verdict).toBe('unknown');
    const blind = checks.filter(({ state }) => state === 'unknown');
    expect(blind.length).toBeGreaterThan(0);
    for (const { reason } of blind) expect(reason).toContain('refused');
  });

  it('is the end of a root that an istiod does not tell', () => {
    const istiods = at([anIstiod(FROM, { counters: unknown('no answer', AT) })]);
    expect(report({ seen: { istiods } })).toMatchObject({ verdict: 'unknown' });
  });

  it('does not hide what another check found', () => {
    const { verdict } = report({
      ...BLIND,
      judgesMetrics: true,
      refusals: [{ message: 'no', known: true }],
    });
    expect(verdict).toBe('blocked');
  });
});

describe('a waiver', () => {
  const waiver = { check: 'root', subject: 'Root certificate', reason: 'renewed on Monday' };
  const ending: Changes = {
    seen: {
      istiods: at([anIstiod(FROM, { counters: at(someCounters({ rootExpiresAt: AT + DAY_MS })) })]),
    },
  };

  it('answers for one finding, with its reason', () => {
    const { verdict, findings, counts } = report(ending, [waiver]);
    expect(verdict).toBe('ready');
    expect(findings).toMatchObject([{ check: 'root', waived: 'renewed on Monday' }]);
    expect(counts).toMatchObject({ error: 0, waived: 1 });
  });

  it('holds through its last day and no longer, and its end is told', () => {
    const until = (day: string) => report(ending, [{ ...waiver, until: day }]);
    expect(until('1970-01-01')).toMatchObject({ verdict: 'ready' });
    const ended = until('1969-12-31');
    expect(ended).toMatchObject({ verdict: 'blocked', findings: [{ waiverEnded: '1969-12-31' }] });
  });

  it('for which there is nothing stops a mesh of one cluster, and is left to the whole of a fleet', () => {
    expect(report({}, [waiver])).toMatchObject({
      verdict: 'blocked',
      unusedWaivers: ['root Root certificate'],
    });
    const inFleet = (changes: Changes, cluster: string) =>
      precheck(aPrecheckInput(changes), { environment: `multi-${cluster}`, cluster }, [waiver]);
    const [a, b] = [inFleet({}, 'a'), inFleet(ending, 'b')];
    expect(fleetPrecheck('multi', [a, b], [])).toMatchObject({
      verdict: 'ready',
      unusedWaivers: [],
    });
    expect(fleetPrecheck('multi', [a, a], [])).toMatchObject({
      verdict: 'blocked',
      unusedWaivers: ['root Root certificate'],
    });
  });

  it('is refused for a check that there is not, for one that cannot be waived, and without a reason', () => {
    const problems = waiverProblems(
      [
        { check: 'rot', subject: 'Root certificate', reason: 'x' },
        { check: 'start', subject: 'Rollout', reason: 'x' },
        { check: 'root', subject: ' ', reason: '', until: 'tomorrow' },
        waiver,
        waiver,
      ],
      CHECKS,
    );
    expect(problems).toEqual([
      'precheck.waive[0].check: there is no check "rot"; did you mean root?',
      'precheck.waive[1].check: "start" cannot be waived: the rollout itself would not start',
      'precheck.waive[2].subject: it is empty',
      'precheck.waive[2].reason: it is empty',
      'precheck.waive[2].until: found "tomorrow", must be a day such as 2027-03-31',
      'precheck.waive[4]: root Root certificate is there twice',
    ]);
    expect(waiverProblems([waiver], CHECKS)).toEqual([]);
  });
});

describe('the prechecks of a fleet', () => {
  it('are unknown where a cluster could not be asked, whatever the others say', () => {
    const unread = [{ cluster: 'b', reason: 'no answer' }];
    expect(fleetPrecheck('multi', [report()], unread)).toMatchObject({
      verdict: 'unknown',
      unread,
    });
    expect(fleetPrecheck('multi', [], [])).toMatchObject({ verdict: 'unknown' });
  });
});

describe('the published schema', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const validate = ajv.compile(schema);

  it('describes every report, field by field', () => {
    const reports = [
      report(),
      report(BLIND),
      ...PRECHECK_FINDINGS.map(([, changes]) => report(changes)),
    ];
    for (const one of [
      ...reports,
      fleetPrecheck('multi', reports, [{ cluster: 'b', reason: 'x' }]),
    ]) {
      validate(one);
      expect(validate.errors).toBeNull();
    }
    validate({ ...report(), extra: 1 });
    expect(validate.errors).not.toBeNull();
  });
});
