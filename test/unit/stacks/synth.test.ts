import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  rmSync(outdir, { recursive: true });
  return { status, stderr, files };
}

describe('cdk8s synth', () => {
  it(
    'writes the environments of the lab and its sample with the charts of the lab',
    () => {
      const { status, stderr, files } = synth({ ISTIO_REVISIONS_LAB: join(tmpdir(), 'a-lab') });
      expect(stderr).toMatch(/^left out sandbox, staging, prod, multi: .*\n$/);
      expect([status, files]).toEqual([0, ['dev.k8s.yaml', 'sample.k8s.yaml']]);
    },
    SYNTH_MS,
  );

  it(
    'writes the other environments with the charts of a release',
    () => {
      const charts = releasedCharts(env['ISTIO_REVISIONS_CHARTS'] ?? '');
      const { status, stderr, files } = synth({
        ISTIO_REVISIONS_LAB: undefined,
        ISTIO_REVISIONS_CHARTS: charts,
      });
      rmSync(charts, { recursive: true });
      expect(stderr).toMatch(/^left out dev, multi, the sample: .*\n$/);
      expect([status, files]).toEqual([
        0,
        ['prod.k8s.yaml', 'sandbox.k8s.yaml', 'staging.k8s.yaml'],
      ]);
    },
    SYNTH_MS,
  );
});
