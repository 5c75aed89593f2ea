import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { writeYaml } from '../../../lib/render/kubernetes-yaml';
import type { EnvironmentSpec } from '../../../stacks/environments';
import type { TeamSpec } from '../../../stacks/teams/team';
import { releasedCharts } from '../../support/released-charts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const ROOT = join(__dirname, '..', '..', '..');
const SYNTH_MS = 60_000;

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

/** What `cdk8s synth` runs in the folder of a project; the files that it wrote. */
function synth(variables: NodeJS.ProcessEnv, cwd = ROOT) {
  const outdir = mkdtempSync(join(tmpdir(), 'istio-revisions-synth-'));
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'stacks', 'cdk8s.js')], {
    cwd,
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

  it(
    'writes a project of its own: its environments where their rollouts stand, its teams, and nothing of this repository',
    () => {
      const charts = releasedCharts(env['ISTIO_REVISIONS_CHARTS'] ?? '');
      const outsideTheLab = { ISTIO_REVISIONS_LAB: undefined, ISTIO_REVISIONS_CHARTS: charts };
      const { status, stderr, all } = synth(outsideTheLab, projectInTheMiddle());
      rmSync(charts, { recursive: true });
      expect([status, stderr]).toEqual([0, '']);
      const folders = Object.keys(all).map((file) => dirname(file));
      expect([...new Set(folders)]).toEqual(['own/namespaces', 'own/platform', 'own/teams/shop']);
      expect(all['own/namespaces/6-labels.yaml']?.match(/istio.io\/rev: .*/g)).toEqual([
        'istio.io/rev: 1-31',
      ]);
    },
    SYNTH_MS,
  );
});

/** A project with a team, in the middle of a rollout that has moved the namespace of the team. */
function projectInTheMiddle(): string {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-own-'));
  const environment: EnvironmentSpec = {
    name: 'own',
    cluster: { context: 'own' },
    mesh: {
      namespace: 'istio-system',
      base: { version: '1.31.0', defaultRevision: 'none' },
      revisions: [
        { revision: '1-30', version: '1.30.3' },
        { revision: '1-31', version: '1.31.0' },
      ],
      gateways: [],
      namespaces: [{ name: 'shop', revision: '1-30' }],
    },
    rollout: { from: '1-30', to: '1-31', waves: [{ name: 'shop', namespaces: ['shop'] }] },
  };
  const team: TeamSpec = {
    name: 'shop',
    environments: ['own'],
    namespaces: [{ name: 'shop', injection: 'platform' }],
  };
  writeFileSync(
    join(dir, 'environments.ts'),
    `export const ENVIRONMENTS = ${JSON.stringify([environment])};\nexport const TEAMS = ${JSON.stringify([team])};\n`,
  );
  writeFileSync(
    join(dir, 'rollout.own.yaml'),
    writeYaml({
      status: 'wave 1/1 shop: soaking',
      installed: true,
      retired: [],
      namespaces: [{ name: 'shop', uid: 'a', revision: '1-31' }],
      gateways: {},
    }),
  );
  return dir;
}
