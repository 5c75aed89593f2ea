import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docsPages } from '../../../generate/docs/pages';
import { OperatorMetrics } from '../../../lib/reconcile/operator/operator-metrics';
import * as constructs from '../../../constructs';

// The compiler reads all that the pages are made of.
jest.setTimeout(120_000);

const DOCS = join(__dirname, '..', '..', '..', 'docs');
const PAGES = docsPages();

it.each(Object.entries(PAGES))(
  'is as the code has it; if not, run `make docs`: %s',
  (name, text) => {
    expect(readFileSync(join(DOCS, name), 'utf8')).toBe(text);
  },
);

describe('the reference of constructs', () => {
  const page = PAGES['constructs.md'] ?? '';

  it('has every construct with its props', () => {
    for (const name of Object.keys(constructs)) expect(page).toContain(`\n## ${name}\n`);
    expect(page).toContain('- `serving` (`string`): Revision of the one generation');
    expect(page).toContain('It throws\n\n- InvalidInputError');
  });
});

describe('the reference of an environment', () => {
  const page = PAGES['spec.md'] ?? '';

  it.each([
    ['a field below others by its path', '- `mesh.base.version` (`string`, required)'],
    ['a field of a list', '- `fleet.others[].name` (`string`, required)'],
    ['a default', 'before the next wave, in seconds. Default: `300`.'],
    ['words', "- `drift` (`'correct' | 'report'`)"],
    ['a field of one form of several', '- `shares` (list of `number`)'],
    ['where fields of a type are', 'Fields: [WaveSpec](#wavespec).'],
    ['a field that a type has from another', '- `api` (`typeof GATEWAY_API`, required)'],
  ])('has %s', (_what, line) => {
    expect(page).toContain(line);
  });

  it('has nothing that is not to be written', () => {
    expect(page).not.toMatch(/\bnever\b`|\/\*\*|charCodeAt/);
  });
});

describe('docs/troubleshooting.md', () => {
  it('has every reason for which a plan is refused', () => {
    const file = 'lib/reconcile/deploy-plan/object-change.ts';
    const text = readFileSync(join(DOCS, '..', file), 'utf8');
    const union = /interface PlanProblem \{\s*readonly code:(.*?);/s.exec(text)?.[1] ?? '';
    const codes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code]) => String(code));
    expect(codes.length).toBeGreaterThan(7);
    const page = readFileSync(join(DOCS, 'troubleshooting.md'), 'utf8');
    expect(codes.filter((code) => !page.includes(`[${code}]`))).toEqual([]);
  });
});

describe('the reference of metrics', () => {
  it('has every metric that a scrape gets, with no other', async () => {
    const { text } = await new OperatorMetrics().scrape();
    const scraped = [...text.matchAll(/^# TYPE (istio_revisions_\w+)/gm)].map(([, name]) => name);
    const told = [...(PAGES['metrics.md'] ?? '').matchAll(/^- `(istio_revisions_\w+)/gm)];
    expect(told.map(([, name]) => name).sort()).toEqual(scraped.sort());
    expect(scraped.length).toBeGreaterThan(15);
  });

  it('has every reason of trouble, and docs/operator.md says what each is', () => {
    const page = PAGES['metrics.md'] ?? '';
    const ofOperator = /\nOf an IstioOperator:\n(.*)\nOf a RevisionRollout, when/s.exec(page)?.[1];
    const reasons = [...(ofOperator ?? '').matchAll(/^- `(\w+)` \(Warning\)/gm)].map(
      ([, one]) => one,
    );
    expect(reasons.length).toBeGreaterThan(7);
    const operator = readFileSync(join(DOCS, 'operator.md'), 'utf8');
    for (const reason of reasons) expect(operator).toContain(`\`${String(reason)}\``);
  });
});
