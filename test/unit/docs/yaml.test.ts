import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readOperator } from '../../../lib/operator/read-operator';
import { userLayers } from '../../../lib/operator/user-layers';
import { schemaIssues } from '../../../lib/operator/validate-schema';
import { objectProblems } from '../../../lib/rollout/object/object-problems';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { readPages } from '../../support/docs/read-pages';
import { checkInputs } from '../operator/rules/check-text';

const ROOT = join(__dirname, '..', '..', '..');

interface Validations {
  readonly validations: readonly { readonly package: string; readonly class: string }[];
}

/** What reads a document of each kind, and what it would say against it. */
const READERS: Readonly<Record<string, (text: string, document: unknown) => readonly string[]>> = {
  IstioOperator: (text) => {
    const { file, issues } = readOperator(text, 'page.yaml');
    const inputs = { files: file === null ? [] : [file] };
    const found = schemaIssues(inputs, userLayers(inputs, {}), '1.31');
    return [...issues, ...found, ...checkInputs(inputs)].map(({ message }) => message);
  },
  RevisionRollout: (_text, document) =>
    objectProblems((document as { readonly spec: RolloutSpec }).spec, {
      revisions: ['1-30', '1-31'],
      metrics: true,
    }),
  'cdk8s.yaml': (_text, document) =>
    (document as Validations).validations
      .filter((one) => !exportsOf(one.package).includes(`exports.${one.class} =`))
      .map((one) => `${one.package} has no ${one.class}`),
};

/** The text of a file whose path is one of the checkout. */
function exportsOf(path: string): string {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '';
}

function problemsOf(text: string): readonly string[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) return document.errors.map(({ message }) => message);
    const value = document.toJS() as { readonly kind?: string };
    const kind = value.kind ?? /^# (\S+)/.exec(text)?.[1] ?? '';
    const reader = READERS[kind];
    return reader === undefined ? [`nothing here reads "${kind}"`] : reader(text, value);
  });
}

/** Each has its problem on purpose; test/unit/operator/rules/catalogue.test.ts sees that it has no other. */
const OF_PROBLEMS = 'docs/problems.md';

const BLOCKS = readPages().flatMap(({ blocks }) =>
  blocks.filter(({ language, page }) => language === 'yaml' && page !== OF_PROBLEMS),
);

it.each(BLOCKS.map(({ place, text }) => [place, text] as const))(
  'shows YAML that its reader takes: %s',
  (_place, text) => {
    expect(problemsOf(text)).toEqual([]);
  },
);

it.each([
  [
    'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: { revison: a }',
    'unknown field',
  ],
  ['kind: RevisionRollout\nspec: { from: 1-30, to: 1-31, waves: [] }', 'wave'],
  ['kind: Deploymnt', 'nothing here reads "Deploymnt"'],
  ['# cdk8s.yaml\nvalidations: [{ package: ./stacks/no.js, class: A }]', 'no.js has no A'],
  ['a: b: c', 'Nested mappings'],
])('would find what is wrong with %j', (text, problem) => {
  expect(problemsOf(text).join()).toContain(problem);
});
