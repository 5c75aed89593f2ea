import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../../package.json';
import type { Versions } from '../../../lib/cli/read-versions';
import { MINORS } from '../../../lib/generated/minors';
import { jsonOf } from '../../support/json-of';
import { runCommand } from '../../support/run-command';

/** A folder with programs that say a version, and nothing else. */
function programs(said: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-version-'));
  for (const [name, text] of Object.entries(said)) {
    writeFileSync(join(dir, name), `#!/bin/sh\necho '${text}'\n`);
    chmodSync(join(dir, name), 0o755);
  }
  return dir;
}

async function versions(env: NodeJS.ProcessEnv): Promise<Versions> {
  const { code, stdout } = await runCommand(['version', '--json'], env);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Versions;
}

describe('istio-revisions version', () => {
  it('names what a report of a problem has to, as JSON and for people', async () => {
    const dir = programs({ pulumi: 'v3.246.0', helm: 'v4.2.4+g1234567' });
    const env = { PATH: dir, PULUMI_HOME: dir, ISTIO_REVISIONS_BIN_HELM: '' };
    const json = await runCommand(['version', '--json'], env);
    expect(json.code).toBe(0);
    expect(jsonOf('version', json.stdout)).toEqual({
      program: packageJson.version,
      node: process.versions.node,
      pulumi: '3.246.0',
      helm: '4.2.4+g1234567',
      provider: { kind: 'official', version: expect.stringMatching(/^4\./) as string },
      istio: MINORS,
    });
    const { stdout } = await runCommand(['version'], env);
    expect(stdout).toContain(`istio-revisions ${packageJson.version}\n`);
    expect(stdout).toContain(`Istio: ${MINORS.join(', ')}\n`);
    expect(stdout).toContain('Pulumi: 3.246.0\n');
    expect(stdout).toContain('Helm: 4.2.4+g1234567\n');
  });

  it('asks the programs that variables name', async () => {
    const dir = programs({ 'my-pulumi': '3.1.2', 'my-helm': 'v3.20.1' });
    const named = { BIN_PULUMI: join(dir, 'my-pulumi'), BIN_HELM: join(dir, 'my-helm') };
    const env = Object.fromEntries(
      Object.entries(named).map(([name, path]) => [`ISTIO_REVISIONS_${name}`, path]),
    );
    expect(await versions(env)).toMatchObject({ pulumi: '3.1.2', helm: '3.20.1' });
  });

  it('says of a missing program, and of one that fails, how to get it, and downloads none', async () => {
    const env = {
      PATH: programs({}),
      ISTIO_REVISIONS_BIN_HELM: '',
      ISTIO_REVISIONS_BIN_PULUMI: '/bin/false',
    };
    expect(await versions(env)).toMatchObject({ pulumi: null, helm: null });
    const { code, stdout } = await runCommand(['version'], env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Pulumi: not found; .*ISTIO_REVISIONS_BIN_PULUMI/);
    expect(stdout).toMatch(/Helm: not found; .*ISTIO_REVISIONS_BIN_HELM/);
  });
});
