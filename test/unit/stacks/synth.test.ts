import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { releasedCharts } from '../../support/released-charts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..');
const SYNTH_MS = 60_000;

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

/** What `cdk8s synth` runs; the files that it wrote. */
function synth(variables: NodeJS.ProcessEnv) {
  const outdir = mkdtempSync(join(tmpdir(), 'istio-revisions-synth-'));
  const args = ['-r', '@swc-node/register', join('stacks', 'synth.ts')];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...env, ...variables, CDK8S_OUTDIR: outdir },
  });
  const files = readdirSync(outdir).sort();
  const all = readTree(outdir);
  rmSync(outdir, { recursive: true });
  return { status, stderr, files, all };
}

function readTree(outdir: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(outdir, file), readFileSync(file, 'utf8')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe('cdk8s synth', () => {
  it(
    'writes the environments of the lab and its sample with the charts of the lab',
    () => {
      const { status, stderr, files } = synth({ ISTIO_REVISIONS_LAB: join(tmpdir(), 'a-lab') });
      expect(stderr).toMatch(/^left out sandbox, staging, prod, multi: .*\n$/);
      expect([status, files]).toEqual([0, ['dev', 'sample']]);
    },
    SYNTH_MS,
  );

  it(
    'writes a file for each stage, and the same bytes again',
    () => {
      const lab = { ISTIO_REVISIONS_LAB: join(tmpdir(), 'a-lab') };
      const { all } = synth(lab);
      expect(Object.keys(all).filter((file) => file.startsWith('dev'))).toEqual([
        'dev/platform/0-definitions.yaml',
        'dev/platform/1-namespaces.yaml',
        'dev/platform/2-foundation.yaml',
        'dev/platform/3-istiod.yaml',
        'dev/platform/4-gateways.yaml',
        'dev/platform/5-pointers.yaml',
      ]);
      expect(synth(lab).all).toEqual(all);
    },
    2 * SYNTH_MS,
  );

  it(
    'writes the other environments with the charts of a release',
    () => {
      const charts = releasedCharts(env['ISTIO_REVISIONS_CHARTS'] ?? '');
      const { status, stderr, files, all } = synth({
        ISTIO_REVISIONS_LAB: undefined,
        ISTIO_REVISIONS_CHARTS: charts,
      });
      rmSync(charts, { recursive: true });
      expect(stderr).toMatch(/^left out dev, multi, the sample: .*\n$/);
      expect([status, files]).toEqual([0, ['prod', 'sandbox', 'staging']]);
      const folders = Object.keys(all).map((file) => dirname(file));
      expect([...new Set(folders)].filter((folder) => folder.startsWith('prod'))).toEqual([
        'prod/apps/frontend',
        'prod/apps/payments',
        'prod/namespaces',
        'prod/platform',
        'prod/teams/payments',
        'prod/teams/storefront',
      ]);
      // Made with their label, by whatever applies the tree first.
      expect(all['prod/namespaces/6-labels.yaml']?.match(/istio.io\/rev: .*/g)).toEqual(
        Array(5).fill('istio.io/rev: 1-30'),
      );
    },
    SYNTH_MS,
  );
});
