import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPulumi } from '../../../lib/deploy/run-pulumi';

/** Runs a shell script in the place of `pulumi`. */
function running(script: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'istio-revisions-pulumi-'));
  const program = join(cwd, 'pulumi');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
  const env = { ...process.env, ISTIO_REVISIONS_BIN_PULUMI: program };
  return runPulumi({ args: ['up'], cwd, env, log: join(cwd, 'run.log') });
}

describe('a run of pulumi', () => {
  it('ends with its code, and what it said on both streams', async () => {
    const { code, stdout, output } = await running('echo "$1"; echo why >&2; exit 3');
    expect({ code, stdout, output }).toEqual({ code: 3, stdout: 'up\n', output: 'up\nwhy\n' });
  });

  it('fails when its log was removed meanwhile, and does not take the whole process with it', async () => {
    await expect(running('rm run.log')).rejects.toThrow(/ENOENT.*run\.log/);
  });

  it('says what to do where there is no pulumi', async () => {
    const none = { ...process.env, ISTIO_REVISIONS_BIN_PULUMI: '/no/pulumi' };
    const cwd = mkdtempSync(join(tmpdir(), 'istio-revisions-pulumi-'));
    const run = runPulumi({ args: ['up'], cwd, env: none, log: join(cwd, 'run.log') });
    await expect(run).rejects.toThrow(/"\/no\/pulumi" was not found; install Pulumi/);
  });
});
