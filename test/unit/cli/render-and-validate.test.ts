import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { cli, cliExpecting } from '../../support/cli';
import { jsonOf } from '../../support/json-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..');
const EXAMPLE = join(ROOT, 'examples', 'iop-1-31.yaml');
const COMMAND_MS = 60_000;

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

function broken(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'istio-revisions-cli-')), 'iop.yaml');
  writeFileSync(
    file,
    'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  revison: a\n  hub: 7\n',
  );
  return file;
}

describe('istio-revisions render', () => {
  it(
    'prints manifests that a reader of YAML 1.1 gets as they were meant',
    async () => {
      const { stdout } = await cliExpecting(0, ['render', '-f', EXAMPLE], env);
      const json = await cliExpecting(0, ['render', '-f', EXAMPLE, '--json'], env);
      const documents = parseAllDocuments(stdout, { version: '1.1' });
      expect(documents).toHaveLength(17);
      expect(documents.map((document) => document.toJS() as unknown)).toEqual(
        jsonOf('render', json.stdout),
      );
    },
    COMMAND_MS,
  );

  it(
    'exits 2 for a wrong document and a missing file, and prints no manifest',
    async () => {
      for (const file of [broken(), '/no/such/file.yaml']) {
        const { code, stdout, stderr } = await cli(['render', '-f', file], env);
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(file);
      }
    },
    COMMAND_MS,
  );
});

describe('a document with ten different mistakes', () => {
  const file = join(ROOT, 'test', 'support', 'ten-mistakes.yaml');
  const MISTAKES = [
    [5, 'unknown-field'],
    [6, 'invalid-value'],
    [7, 'invalid-value'],
    [9, 'unknown-field'],
    [11, 'invalid-value'],
    [12, 'invalid-value'],
    [16, 'wrong-type'],
    [19, 'wrong-type'],
    [23, 'invalid-value'],
    [25, 'overlay-without-effect'],
  ];

  it.each(['render', 'validate'])(
    'is told with all ten and their lines by %s',
    async (command) => {
      const { code, stdout, stderr } = await cli([command, '-f', file], env);
      const told = command === 'render' ? stderr : stdout;
      const errors = [...told.matchAll(/yaml:(\d+):\d+: error: .*\[(.*)\]/g)];
      expect(errors.map(([, line, kind]) => [Number(line), kind])).toEqual(MISTAKES);
      expect(code).toBe(2);
      if (command === 'render') expect(stdout).toBe('');
    },
    COMMAND_MS,
  );
});

describe('istio-revisions render without what it needs', () => {
  it.each([
    ['Helm', 'ISTIO_REVISIONS_BIN_HELM', /"\/no\/such" was not found; install Helm/],
    [
      'the charts',
      'ISTIO_REVISIONS_CHARTS',
      /no Istio charts in \/no\/such.*ISTIO_REVISIONS_CHARTS/,
    ],
  ])(
    'names %s and the variable that leads there',
    async (_what, variable, message) => {
      const { code, stdout, stderr } = await cli(['render', '-f', EXAMPLE], {
        ...env,
        ISTIO_REVISIONS_CACHE: mkdtempSync(join(tmpdir(), 'istio-revisions-cli-')),
        [variable]: '/no/such',
      });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(message);
      expect(stderr).toContain(variable);
    },
    COMMAND_MS,
  );
});

describe('istio-revisions validate', () => {
  it(
    'exits 0 for a right document',
    async () => {
      await cliExpecting(0, ['validate', '-f', EXAMPLE], env);
      const json = await cliExpecting(0, ['validate', '-f', EXAMPLE, '--json'], env);
      expect(jsonOf('validate', json.stdout)).toEqual([]);
    },
    COMMAND_MS,
  );

  it(
    'exits 2 with every problem and its line',
    async () => {
      const file = broken();
      const { stdout } = await cliExpecting(2, ['validate', '-f', file], env);
      expect(stdout).toContain(
        `${file}:4:3: error: spec.revison: unknown field; did you mean "revision"?`,
      );
      expect(stdout).toContain(`${file}:5:3: error: spec.hub: found 7, must be string`);
      const json = await cliExpecting(2, ['validate', '-f', file, '--json'], env);
      expect(jsonOf('validate', json.stdout)).toHaveLength(2);
    },
    COMMAND_MS,
  );

  it(
    'tells that a document cannot be read as it tells other problems',
    async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'istio-revisions-cli-')), 'iop.yaml');
      writeFileSync(file, 'spec: [');
      const { stdout, stderr } = await cliExpecting(2, ['validate', '-f', file, '--json'], env);
      const [problem] = jsonOf<{ source: string }[]>('validate', stdout);
      expect([problem?.source, stderr]).toEqual([expect.stringContaining(file), '']);
    },
    COMMAND_MS,
  );
});
