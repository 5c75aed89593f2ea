import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labEnv } from '../../lab/lab-env';
import type { AppSpec } from '../../stacks/apps/app';
import type { EnvironmentSpec } from '../../stacks/environments';
import { devEnvironment } from '../../stacks/environments/dev';
import type { TeamSpec } from '../../stacks/teams/team';
import { startBareLab, type BareLab } from '../support/bare-lab';
import { startCli } from '../support/cli';
import { jsonOf } from '../support/json-of';
import { revisionLabels } from '../support/lab';

jest.setTimeout(900_000);

const ROOT = join(__dirname, '..', '..');

const ENVIRONMENT: EnvironmentSpec = {
  ...devEnvironment,
  mesh: { ...devEnvironment.mesh, namespaces: [{ name: 'ledger', revision: '1-30' }] },
};

const TEAM: TeamSpec = {
  name: 'ledger',
  environments: ['dev'],
  namespaces: [
    {
      name: 'ledger',
      injection: 'platform',
      allow: [{ name: 'payments', from: [{ namespace: 'payments' }], ports: [8080] }],
      quota: { hard: { pods: '20' } },
      editors: ['ledger-developers'],
    },
  ],
};

const APP: AppSpec = {
  name: 'ledger',
  team: 'ledger',
  traffic: [
    {
      namespace: 'ledger',
      service: 'ledger',
      versions: [
        { name: 'v1', weight: 90 },
        { name: 'v2', weight: 10 },
      ],
      timeout: '2s',
    },
  ],
};

/** A project as `init` writes it, in which this program is installed, with a layer above the mesh. */
function project(): string {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-layers-'));
  mkdirSync(join(dir, 'node_modules'));
  symlinkSync(ROOT, join(dir, 'node_modules', 'istio-revisions'));
  symlinkSync(join(ROOT, 'node_modules', '@pulumi'), join(dir, 'node_modules', '@pulumi'));
  return dir;
}

/** One mesh, one story: each test goes on where the one before stopped. */
describe('the layers of a project of its own', () => {
  const dir = project();
  let lab: BareLab;

  const cli = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await startCli(args, lab.env, ROOT, dir).result;
    expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
    return stdout;
  };

  /** As a team does it, without the command line of this project. */
  const pulumi = (...args: readonly string[]) =>
    promisify(execFile)('pulumi', [...args, '--non-interactive'], {
      cwd: dir,
      env: { ...process.env, ...labEnv(lab.state, process.env) },
    }).catch((error: unknown) => {
      const { message, stdout } = error as Error & { stdout: string };
      throw new Error(`${message}\n${stdout}`);
    });
  const pulumiUp = (stack: string, ...args: readonly string[]) =>
    pulumi('up', `--stack=${stack}`, '--yes', ...args);

  const specOf = async (plural: string, group: string, name: string) => {
    const found: unknown = await lab.client.custom.getNamespacedCustomObject({
      group,
      version: 'v1',
      plural,
      namespace: 'ledger',
      name,
    });
    return (found as { spec: unknown }).spec;
  };

  beforeAll(async () => {
    lab = await startBareLab();
    await cli('init', '.', '--lab');
    writeFileSync(
      join(dir, 'environments.ts'),
      ['ENVIRONMENTS', 'TEAMS', 'APPS']
        .map((name, index) => {
          const list = [[ENVIRONMENT], [TEAM], [APP]][index];
          return `export const ${name} = ${JSON.stringify(list, null, 2)};\n`;
        })
        .join('\n'),
    );
    for (const stack of ['dev-team-ledger', 'dev-app-ledger']) await pulumi('stack', 'init', stack);
  });

  afterAll(() => lab.down());

  it('refuses the stack of a team before the platform has made its namespace, and says what to do', async () => {
    await expect(pulumiUp('dev-team-ledger')).rejects.toThrow(
      'namespace ledger does not exist; run "up" for the platform',
    );
  });

  it('has the namespace from the platform, with its label', async () => {
    await cli('up', '--env', 'dev');
    expect(await revisionLabels(lab.client)).toEqual({ ledger: '1-30' });
  });

  it('has what the team declares from its own stack, and no change the second time', async () => {
    await pulumiUp('dev-team-ledger');
    expect(await specOf('peerauthentications', 'security.istio.io', 'default')).toEqual({
      mtls: { mode: 'STRICT' },
    });
    await pulumiUp('dev-team-ledger', '--expect-no-changes');
  });

  it('has the routes of the application from another, which istiod takes', async () => {
    await pulumiUp('dev-app-ledger');
    expect(await specOf('virtualservices', 'networking.istio.io', 'ledger')).toMatchObject({
      http: [{ timeout: '2s', route: [{ weight: 90 }, { weight: 10 }] }],
    });
    await pulumiUp('dev-app-ledger', '--expect-no-changes');
  });

  it('leaves the platform as it is', async () => {
    const { counts } = jsonOf<{ counts: Record<string, number> }>(
      'up',
      await cli('up', '--env', 'dev', '--json'),
    );
    expect(Object.keys(counts)).toEqual(['same']);
  });
});
