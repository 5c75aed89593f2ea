import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, type IssueCode } from '../../../../lib/operator/catalogue/catalogue';
import type { CatalogueEntry } from '../../../../lib/operator/catalogue/catalogue-entry';
import { problemsPage } from '../../../../lib/operator/catalogue/problems-page';
import type { EnvironmentVariables } from '../../../../lib/operator/environment-layer';
import { InvalidInputError, type Issue } from '../../../../lib/operator/issue';
import type { OperatorInputs } from '../../../../lib/operator/operator-inputs';
import { readOperator } from '../../../../lib/operator/read-operator';
import { userLayers } from '../../../../lib/operator/user-layers';
import { schemaIssues } from '../../../../lib/operator/validate-schema';
import { checkInputs } from './check-text';

const ROOT = join(__dirname, '../../../..');
const HEAD = 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n';
const entries = Object.entries(CATALOGUE) as [IssueCode, CatalogueEntry][];
const examples = entries.flatMap(([code, { example }]) =>
  example === undefined ? [] : [[code, example] as const],
);

/** Everything that is known of a document without charts. */
function issuesOf(text: string): readonly Issue[] {
  const { file, issues } = readOperator(HEAD + text, 'iop.yaml');
  if (file === null) return issues;
  const inputs = { files: [file] };
  const found = schemaIssues(inputs, userLayers(inputs, {}), '1.31');
  return [...issues, ...found, ...checkInputs(inputs)];
}

function layersOf(inputs: OperatorInputs, variables: EnvironmentVariables): readonly Issue[] {
  try {
    userLayers(inputs, variables);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues;
    throw error;
  }
}

const read = (bytes: Uint8Array | string) => readOperator(bytes, 'iop.yaml').issues;
const nothing: OperatorInputs = { files: [] };

/** What no document that can be shown has. */
const TRIGGERS: Partial<Record<IssueCode, () => readonly Issue[]>> = {
  'wrong-encoding': () => read(Uint8Array.of(0xff, 0xfe, 0x41)),
  'too-large': () => read(`a: ${'b'.repeat(2 ** 21)}`),
  'more-problems': () => read(`${HEAD}spec: {${'a: 1, '.repeat(50)}}`),
  'not-an-operator': () => read('kind: Deployment'),
  'malformed-setting': () => layersOf({ ...nothing, settings: ['hub'] }, {}),
  'unknown-variable': () => layersOf(nothing, { ISTIO_REVISIONS_HUBB: 'x' }),
  'unsupported-minor': () => schemaIssues(nothing, userLayers(nothing, {}), '1.12'),
};

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

describe('the catalogue of problems', () => {
  it.each(examples)(
    'has an example of %s, which has this problem and no other',
    (code, example) => {
      const issues = issuesOf(example);
      expect(new Set(issues.map((issue) => issue.code))).toEqual(new Set([code]));
      const { severity } = CATALOGUE[code];
      expect(issues.map((issue) => issue.severity)).toEqual(issues.map(() => severity));
      expect(issues[0]!.source).toMatch(/^iop\.yaml:\d+:\d+$/);
    },
  );

  it.each(Object.entries(TRIGGERS))(
    'has %s, which is no document that can be shown',
    (code, trigger) => {
      expect(trigger().map((issue) => issue.code)).toContain(code);
    },
  );

  it('has no code that nothing reports', () => {
    const texts = ['lib', 'constructs', 'stacks']
      .flatMap(sources)
      .filter((path) => !path.startsWith(join('lib', 'operator', 'catalogue')))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'));
    const unused = entries
      .map(([code]) => code)
      .filter((code) => !texts.some((text) => text.includes(`'${code}'`)));
    expect(unused).toEqual([]);
  });

  it('is the page in docs; "make docs" writes it', () => {
    expect(problemsPage()).toBe(readFileSync(join(ROOT, 'docs/problems.md'), 'utf8'));
  });

  it('has a section of its own for every code', () => {
    const titles = [...problemsPage().matchAll(/^### (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual(entries.map(([code]) => code));
  });
});
