import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import packageJson from '../../package.json';
import { releasedCharts } from '../support/released-charts';
import { RENDER_SETUP_MS, renderEnvironment } from '../support/render-environment';

jest.setTimeout(900_000);

const ROOT = join(__dirname, '..', '..');

const PROGRAM = `
import { App, Chart } from 'cdk8s';
import { AppTraffic, RevisionRollout } from 'istio-revisions';
import type { EnvironmentSpec } from 'istio-revisions/stacks/environments/environment';

const mode: NonNullable<EnvironmentSpec['drift']> = 'report';
const app = new App({ outdir: 'manifests' });
const shop = new Chart(app, 'shop');
new AppTraffic(shop, 'cart', {
  namespace: 'shop',
  service: 'cart',
  versions: [{ name: 'v1', weight: 95 }, { name: 'v2', weight: 5 }],
});
const waves = [{ name: 'shop', namespaces: ['shop'] }];
new RevisionRollout(shop, mode, { from: '1-30', to: '1-31', waves, revisions: ['1-30', '1-31'] });
app.synth();
`;

describe('the package, installed in a project of its own', () => {
  let env: NodeJS.ProcessEnv;
  const project = mkdtempSync(join(tmpdir(), 'istio-revisions-project-'));
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { cwd: project, encoding: 'utf8', env });
  const tool = (...args: readonly string[]) =>
    run(process.execPath, join('node_modules', '.bin', 'istio-revisions'), ...args);

  beforeAll(async () => {
    env = await renderEnvironment();
    execFileSync('make', ['package'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
    const archive = join(ROOT, 'build', `istio-revisions-${packageJson.version}.tgz`);
    const typescript = `typescript@${packageJson.devDependencies.typescript}`;
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
    run('npm', 'install', ...quiet, archive, typescript);
  }, RENDER_SETUP_MS);

  it('brings no sources, and no tests', () => {
    const files = run('find', 'node_modules/istio-revisions', '-type', 'f').trim().split('\n');
    expect(files.filter((file) => /(?<!\.d)\.ts$|\/test\//.test(file))).toEqual([]);
  });

  it('is typed, and makes objects in the tree of the project', () => {
    writeFileSync(join(project, 'main.ts'), PROGRAM);
    const strict = ['--strict', '--skipLibCheck', '--exactOptionalPropertyTypes'];
    const target = ['--module', 'nodenext', '--target', 'es2022'];
    run(process.execPath, join('node_modules', '.bin', 'tsc'), ...strict, ...target, 'main.ts');
    run(process.execPath, 'main.js');
    const objects = readFileSync(join(project, 'manifests', 'shop.k8s.yaml'), 'utf8');
    expect(objects.match(/^kind: .*/gm)).toEqual(['kind: VirtualService', 'kind: DestinationRule']);
  });

  it('has the command line', () => {
    const document = join(ROOT, 'examples', 'iop-1-31.yaml');
    expect(JSON.parse(tool('validate', '-f', document, '--json'))).toEqual([]);
    expect(tool('--help')).toContain('rollout');
  });

  it('writes the tree of a project that "init" wrote, by the command that its cdk8s.yaml names', () => {
    tool('init', 'mesh', '--env', 'own', '--context', 'own');
    const mesh = join(project, 'mesh');
    symlinkSync(join(project, 'node_modules'), join(mesh, 'node_modules'));
    const { app } = parse(readFileSync(join(mesh, 'cdk8s.yaml'), 'utf8')) as { app: string };
    const charts = releasedCharts(env['ISTIO_REVISIONS_CHARTS'] ?? '');
    const [program = '', ...args] = app.split(' ');
    execFileSync(program, args, {
      cwd: mesh,
      env: {
        ...env,
        ISTIO_REVISIONS_LAB: undefined,
        ISTIO_REVISIONS_CHARTS: charts,
        CDK8S_OUTDIR: join(mesh, 'manifests'),
      },
    });
    rmSync(charts, { recursive: true });
    expect(readdirSync(join(mesh, 'manifests', 'own', 'platform'))).toContain('3-istiod.yaml');
  });
});
