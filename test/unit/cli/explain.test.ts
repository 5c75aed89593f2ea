import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, type Json } from '../../../lib/operator/json';
import { parseOperatorPath } from '../../../lib/operator/operator-path';
import { cliExpecting } from '../../support/cli';
import { jsonOf } from '../../support/json-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..');
const EXAMPLE = join(ROOT, 'examples', 'iop-1-31.yaml');
const COMMAND_MS = 60_000;

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

interface Shown {
  readonly path: string;
  readonly value: Json;
  readonly setBy: { readonly layer: string; readonly source?: string; readonly as?: string };
  readonly overrode: readonly { readonly layer: string; readonly value: Json }[];
  readonly charts?: readonly string[];
}

async function explained(args: readonly string[], variables = {}): Promise<Shown[]> {
  const { stdout } = await cliExpecting(0, ['explain', '--json', ...args], {
    ...env,
    ...variables,
  });
  return jsonOf('explain', stdout);
}

describe('istio-revisions explain', () => {
  it(
    'shows the values that istiod’s chart writes into its own ConfigMap',
    async () => {
      const args = ['-f', EXAMPLE, '--set', 'values.pilot.env.A=b', '--set', 'values.profile=demo'];
      const { stdout } = await cliExpecting(0, ['render', '--json', ...args], env);
      const objects = JSON.parse(stdout) as {
        metadata: { name: string };
        data: Record<string, string>;
      }[];
      const map = objects.find(({ metadata }) => metadata.name === 'values-1-31');
      const seen = JSON.parse(map?.data['merged-values'] ?? '') as Json;
      const leaves = (await explained([...args, 'values'])).filter(
        ({ charts }) => charts?.includes('istiod') === true,
      );
      expect(leaves.length).toBeGreaterThan(100);
      for (const { path, value } of leaves) {
        const keys = (parseOperatorPath(path) ?? []).map((step) =>
          step.type === 'key' ? step.key : '',
        );
        const inChart = keys[1] === 'pilot' ? keys.slice(2) : keys.slice(1);
        const found = inChart.reduce<Json | undefined>(
          (at, key) => (isObject(at) ? at[key] : undefined),
          seen,
        );
        expect([path, found]).toEqual([path, value]);
      }
    },
    COMMAND_MS,
  );

  it(
    'shows what somebody set, or all below a path',
    async () => {
      const pilot = ['explain', '--json', '-f', EXAMPLE, 'values.pilot.enabled'];
      const json = await cliExpecting(0, pilot, env);
      expect(jsonOf('explain', json.stdout)).not.toEqual([]);
      const set = await explained(['-f', EXAMPLE], { ISTIO_REVISIONS_HUB: 'from.the/environment' });
      expect(set.map(({ setBy }) => setBy.layer)).not.toContain('chart defaults');
      const hub = set.find(({ path }) => path === 'values.global.hub');
      expect(hub).toMatchObject({
        value: 'registry.istio.io/release',
        setBy: { layer: EXAMPLE, source: `${EXAMPLE}:7:3`, as: 'hub' },
        charts: ['istiod'],
      });
      expect(hub?.overrode[0]).toEqual({
        layer: 'ISTIO_REVISIONS_HUB',
        as: 'hub',
        value: 'from.the/environment',
      });
      const below = await explained(['-f', EXAMPLE, 'values.global.proxy']);
      expect(below.map(({ setBy }) => setBy.layer)).toContain('chart defaults');
      expect(below.every(({ path }) => path.startsWith('values.global.proxy.'))).toBe(true);
    },
    COMMAND_MS,
  );

  it(
    'exits 2 for a path that there is not, with the nearest, and for a wrong document',
    async () => {
      const unknown = await cliExpecting(2, ['explain', '-f', EXAMPLE, 'values.glbal.hub'], env);
      expect(unknown.stdout).toBe('');
      expect(unknown.stderr).toContain('did you mean values.global.hub?');
      const broken = join(mkdtempSync(join(tmpdir(), 'istio-revisions-explain-')), 'iop.yaml');
      writeFileSync(
        broken,
        'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  tag: 1.31.0\n  hb: a\n',
      );
      const wrong = await cliExpecting(2, ['explain', '-f', broken], env);
      expect(wrong.stdout).toBe('');
      expect(wrong.stderr).toContain(`${broken}:5:3`);
    },
    COMMAND_MS,
  );

  it(
    'says so where nobody sets what could be set',
    async () => {
      const { stdout, stderr } = await cliExpecting(
        0,
        ['explain', '-f', EXAMPLE, 'meshConfig.accessLogFormat'],
        env,
      );
      expect(stdout).toBe('');
      expect(stderr).toContain('nobody sets meshConfig.accessLogFormat');
    },
    COMMAND_MS,
  );
});
