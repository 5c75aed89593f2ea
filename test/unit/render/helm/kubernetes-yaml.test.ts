import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { YAML_OPTIONS } from '../../../../lib/operator/parse-yaml';
import { openCharts } from '../../../../lib/render/charts/open-charts';
import { readYamlStream, YamlError } from '../../../../lib/render/kubernetes-yaml';
import type { KubeObject } from '../../../../lib/render/kube-object';
import { manifestText } from '../../../../lib/render/manifest-text';
import { RENDER_SETUP_MS, renderEnvironment } from '../../../support/render-environment';

/** The other reader of YAML here, which is slower and knows lines and columns. */
const readSlowly = (text: string) =>
  [...parseAllDocuments(text, YAML_OPTIONS)].map((document) => document.toJS() as unknown);

describe('YAML as Kubernetes reads it', () => {
  it.each([
    ['y', true],
    ['On', true],
    ['NO', false],
    ['off', false],
    ['yEs', 'yEs'],
    ['~', null],
    ['', null],
    ['Null', null],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['-0b101', -5],
    ['1_000', 1000],
    ['+12', 12],
    ['08', 8],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.', 1],
    ['1.31', 1.31],
    ['1.31.0', '1.31.0'],
    ['10:30', '10:30'],
    ['2026-01-01', '2026-01-01'],
    ['2026-01-01T10:30:00Z', '2026-01-01T10:30:00Z'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ["'on'", 'on'],
    ['"0777"', '0777'],
    ['1-31', '1-31'],
    ['=', '='],
  ])('takes %s for %p', (text, value) => {
    expect(readYamlStream(`a: ${text}`)).toEqual([{ a: value }]);
  });

  it('merges maps, shares anchors and keeps keys that are no text', () => {
    const text = 'a: &a {x: 1, z: 2}\nb: {<<: *a, z: 3}\non: 1\n2: *a\n';
    expect(readYamlStream(text)).toEqual([
      { a: { x: 1, z: 2 }, b: { x: 1, z: 3 }, true: 1, 2: { x: 1, z: 2 } },
    ]);
  });

  it.each(['a: [', 'a: 1\na: 2', 'a: !!python/object x', 'a: *b', '\tb: 1'])(
    'refuses %p',
    (text) => {
      expect(() => readYamlStream(text)).toThrow(YamlError);
    },
  );
});

describe('text that was written for Kubernetes', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[-+.:_eExob0-9]{1,7}$/),
    fc.constantFrom(
      'on',
      '0x1_0',
      '0b1_1',
      'No',
      'y',
      '~',
      'null',
      '0777',
      '1_0',
      '0x1',
      '1e3',
      '10:30',
      '2026-01-01',
      '=',
      '<<',
      '.inf',
      '1:2',
      '',
    ),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.constant(null),
  );
  const data = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom('on', 'y', '1', '~', 'a.b/c')),
    fc.oneof(scalar, fc.array(scalar)),
    { noNullPrototype: true },
  );

  it('is read as it was meant, by readers of version 1.1 whichever', () => {
    fc.assert(
      fc.property(fc.array(data, { maxLength: 3 }), (documents) => {
        fc.pre(documents.every((one) => !('__proto__' in one && Object.hasOwn(one, '__proto__'))));
        const text = manifestText(documents as unknown as KubeObject[]);
        expect(readYamlStream(text)).toEqual(documents);
        expect(readSlowly(text)).toEqual(documents);
      }),
    );
  });
});

describe.each(['1.30.3', '1.31.0'])('what the charts of %s print', (version) => {
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    env = await renderEnvironment();
  }, RENDER_SETUP_MS);

  it.each(['base', 'istiod', 'gateway', 'cni', 'ztunnel', 'ingress', 'egress'] as const)(
    'is read in the same way by both readers: %s',
    (name) => {
      const { path } = openCharts({ version, installPackagePath: undefined }, env).chart(name);
      const printed = execFileSync(
        env['ISTIO_REVISIONS_BIN_HELM'] ?? '',
        ['template', 'istio', path, '--namespace=istio-system'],
        { encoding: 'utf8', maxBuffer: 1 << 26 },
      );
      const documents = readYamlStream(printed);
      expect(documents.length).toBeGreaterThan(1);
      expect(documents.filter((one) => one !== undefined)).toEqual(readSlowly(printed));
    },
    30_000,
  );
});
