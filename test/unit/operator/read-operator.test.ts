import { readFileSync } from 'node:fs';
import { readOperator } from '../../../lib/operator/read-operator';

const EXAMPLE = 'examples/iop-1-31.yaml';
const HEAD = 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n';

const problems = (text: string) =>
  readOperator(text, 'iop.yaml').issues.map(({ code, source, path }) => [code, source, path]);

describe('an IstioOperator', () => {
  it('is read with where each of its fields stands', () => {
    const { file, issues } = readOperator(readFileSync(EXAMPLE), EXAMPLE);
    expect(issues).toEqual([]);
    expect(file).toMatchObject({
      name: EXAMPLE,
      document: { spec: { revision: '1-31', tag: '1.31.0', profile: 'minimal' } },
    });
    expect(file?.locate?.(['spec', 'revision'])).toMatch(/^examples\/iop-1-31\.yaml:\d+:3$/);
  });

  it.each([
    ['no spec', '', {}],
    ['a spec without a value', 'spec:\n', {}],
    ['an empty spec', 'spec: {}\n', {}],
    ['fields of the spec without a value', 'spec:\n  values:\n  hub: ~\n  tag: a\n', { tag: 'a' }],
    [
      'values without a value, which delete defaults of the charts',
      'spec: {values: {pilot: {resources: null}}}\n',
      { values: { pilot: { resources: null } } },
    ],
    // For the schema to say more of.
    ['a spec that is a list', 'spec: [1]\n', [1]],
  ])('with %s has that spec', (_what, text, spec) => {
    const { file, issues } = readOperator(HEAD + text, 'iop.yaml');
    expect(issues).toEqual([]);
    expect(file?.document['spec']).toEqual(spec);
  });

  it('is still looked at further when a key is there twice', () => {
    const { file, issues } = readOperator(`${HEAD}spec:\n  tag: a\n  tag: b\n`, 'iop.yaml');
    expect(issues).toMatchObject([{ code: 'duplicate-key', source: 'iop.yaml:5:3' }]);
    expect(file?.document['spec']).toEqual({ tag: 'b' });
  });

  it.each([
    ['name', 'A b'],
    ['name', '-a'],
    ['name', ''],
    ['name', 'a'.repeat(254)],
    ['namespace', 'a.b'],
    ['namespace', 'a'.repeat(64)],
  ])('is told that its %s cannot be %j', (field, value) => {
    const text = `${HEAD}metadata:\n  ${field}: ${JSON.stringify(value)}\n`;
    expect(problems(text)).toEqual([['invalid-value', 'iop.yaml:4:3', `metadata.${field}`]]);
  });

  it('may have any name that Kubernetes takes', () => {
    expect(problems(`${HEAD}metadata:\n  name: istiod-1.31\n  namespace: istio-system\n`)).toEqual(
      [],
    );
    expect(problems(`${HEAD}metadata:\n`)).toEqual([]);
  });
});

describe('a file without an IstioOperator', () => {
  it.each([
    ['nothing', '', 'it is empty'],
    ['comments', '# c\n---\n', 'it is empty'],
    ['a list', '- 1\n', 'it is a list'],
    ['text', 'x\n', '"x"'],
  ])('is refused for %s', (_what, text, message) => {
    expect(readOperator(text, 'iop.yaml')).toEqual({
      file: null,
      issues: [
        expect.objectContaining({
          code: 'not-an-operator',
          source: 'iop.yaml:1:1',
          message: expect.stringContaining(message) as string,
        }),
      ],
    });
  });

  it.each([
    [
      'another kind',
      'apiVersion: v1\nkind: List\nitems: []\n',
      [
        ['not-an-operator', 'iop.yaml:1:1', 'apiVersion'],
        ['not-an-operator', 'iop.yaml:2:1', 'kind'],
      ],
    ],
    [
      'another version',
      'apiVersion: install.istio.io/v1\nkind: IstioOperator\n',
      [['not-an-operator', 'iop.yaml:1:1', 'apiVersion']],
    ],
    [
      'no version and no kind',
      'spec: {}\n',
      [
        ['not-an-operator', 'iop.yaml:1:1', 'apiVersion'],
        ['not-an-operator', 'iop.yaml:1:1', 'kind'],
      ],
    ],
    ['two of them', `${HEAD}---\n${HEAD}`, [['several-documents', 'iop.yaml:3:1', 'document']]],
    [
      'one that is cut off',
      `${HEAD}spec:\n  values: {a: [1,\n`,
      [
        ['malformed-yaml', 'iop.yaml:5:1', 'document'],
        ['malformed-yaml', 'iop.yaml:5:1', 'document'],
      ],
    ],
  ])('is refused for %s', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
    expect(readOperator(text, 'iop.yaml').file).toBeNull();
  });
});
