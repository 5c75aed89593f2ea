import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageText } from '../../../lib/cli/views/page/page-formats';
import { fleetPrecheckPage, precheckPage } from '../../../lib/cli/views/precheck-page';
import { known, unknown } from '../../../lib/rollout/fact';
import { CHECKS } from '../../../lib/rollout/precheck/checks';
import { fleetPrecheck } from '../../../lib/rollout/precheck/fleet-precheck';
import { precheck } from '../../../lib/rollout/precheck/precheck';
import { aPrecheckInput, aTemplate, type PrecheckChanges } from '../../support/precheck-builders';
import { AT } from '../../support/rollout-builders';

const report = (changes: PrecheckChanges, cluster: string | null = null) =>
  precheck(aPrecheckInput(changes), { environment: 'dev', cluster }, []);
const text = (changes: PrecheckChanges) => pageText(precheckPage(report(changes)), 'text', false);

const OLD = { kubernetes: known('1.31', AT) };

describe('the view of a precheck', () => {
  it('says first whether a rollout may begin, and what was looked at', () => {
    const lines = text({}).split('\n');
    expect(lines[0]).toBe('dev  1-30 → 1-31  ready  nothing found');
    expect(text({})).toMatch(/✔ passed: +start, kubernetes-version, /);
  });

  it('has an error with what was seen and what to do, before a warning', () => {
    const shown = text({ read: OLD, judgesMetrics: false });
    expect(shown).toMatch(/^dev {2}1-30 → 1-31 {2}blocked {2}1 error, 1 warning$/m);
    expect(shown).toMatch(
      /✖ kubernetes-version: +Kubernetes 1\.31: Istio 1\.31\.0 needs Kubernetes 1\.32 or newer/,
    );
    expect(shown).toMatch(/seen: the API server says 1\.31/);
    expect(shown).toMatch(/do: upgrade the cluster first/);
    expect(shown.indexOf('✖ kubernetes')).toBeLessThan(shown.indexOf('! metrics'));
  });

  it('says what is not known, and why', () => {
    const shown = text({ read: { kubernetes: unknown('no answer', AT) } });
    expect(shown).toMatch(/^dev .* unknown {2}1 not known$/m);
    expect(shown).toMatch(/\? kubernetes-version: +not known: no answer/);
  });

  it('shows what is called like markup as text', () => {
    const hostile = 'Deployment shop/<script>alert(1)</script>';
    const templates = known([aTemplate({ workload: hostile, hostNetwork: true })], AT);
    const html = pageText(precheckPage(report({ read: { templates } })), 'html', false);
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;');
  });

  it('has every cluster of a fleet, and those that could not be asked', () => {
    const fleet = fleetPrecheck(
      'multi',
      [report({}, 'eu'), report({ read: OLD }, 'us')],
      [{ cluster: 'ap', reason: 'no answer' }],
    );
    const shown = pageText(fleetPrecheckPage(fleet), 'text', false);
    expect(shown.split('\n')[0]).toBe('multi  blocked');
    expect(shown).toMatch(/\? ap: +could not be asked: no answer/);
    expect(shown.match(/1-30 → 1-31/g)).toHaveLength(2);
  });
});

it('stands in docs/precheck.md, each check by its name and what it looks for', () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'precheck.md'), 'utf8');
  for (const { name, about } of CHECKS) {
    expect(page).toContain(`| \`${name}\``);
    expect(page).toContain(about);
  }
});
