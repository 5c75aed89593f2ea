import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { readRunningLab } from '../../lab/state';
import { injectedRevisions } from '../support/lab';
import { runShell } from '../support/run-shell';

jest.setTimeout(900_000);

/** The commands of "Your first mesh" in the README, as a reader types them. */
function commandsOfReadme(): string[] {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const [, section = ''] = readme.split('\n## Your first mesh\n');
  const block = /```sh\n([^`]*)```/.exec(section)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => line !== '');
}

describe('the first mesh, as the README has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-first-'));
  const env = { ISTIO_REVISIONS_LAB: join(folder, 'lab') };
  const [lab = '', init = '', ...commands] = commandsOfReadme();

  const run = async (command: string, dir: string) => {
    const result = await runShell(`cd ${dir} && ${command}`, env).result;
    expect([command, result.code, result.code === 0 ? '' : result.stderr]).toEqual([
      command,
      0,
      '',
    ]);
    return result;
  };

  beforeAll(() => {
    process.env['ISTIO_REVISIONS_LAB'] = env.ISTIO_REVISIONS_LAB;
  });
  afterAll(async () => {
    await runShell('istio-revisions lab down', env).result;
  });

  it('moves from one revision to the next in five commands, with nothing installed in its folder', async () => {
    await run(lab, folder);
    expect([init, ...commands]).toHaveLength(5);
    await run(init, folder);
    const mesh = join(folder, 'mesh');
    const [up = '', sample = '', rollout = '', status = ''] = commands;
    await run(up, mesh);
    await run(sample, mesh);
    const state = readRunningLab();
    const client = createKubeClient({ kubeconfig: state?.kubeconfig ?? '' });
    expect(await injectedRevisions(client)).toEqual(['1-30']);
    await run(rollout, mesh);
    expect(await injectedRevisions(client)).toEqual(['1-31']);
    expect((await run(status, mesh)).stdout).toMatch(/^dev +done/);
  });
});
