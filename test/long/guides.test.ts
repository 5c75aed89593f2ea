import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { createRecordStore } from '../../lib/cluster/record-store';
import { readRunningLab } from '../../lab/state';
import type { RolloutReport } from '../../lib/rollout/report/rollout-report';
import { awaitThat } from '../support/await-that';
import type { CliResult } from '../support/cli';
import { readPages } from '../support/docs/read-pages';
import { injectedRevisions } from '../support/lab';
import { runShell } from '../support/run-shell';

jest.setTimeout(1_800_000);

const PAGES = readPages();

/** The command lines of each block of a page that shows commands. */
function blocksOf(path: string): readonly (readonly string[])[] {
  const page = PAGES.find((one) => one.path === path);
  const blocks = (page?.blocks ?? []).filter(({ language }) => language === 'sh');
  return blocks.map(({ text }) =>
    text.split('\n').flatMap((line) => {
      const command = line.replace(/\s+#.*$/, '');
      return command === '' ? [] : [command];
    }),
  );
}

/** One mesh, one story: what the guides to an upgrade and to the way back say, as a reader types it. */
describe('the guides to a first upgrade and to the way back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-guides-'));
  const mesh = join(folder, 'mesh');
  const env = { ISTIO_REVISIONS_LAB: join(folder, 'lab') };
  const [look = [], move = [], watch = [], done = [], ...moreSteps] = blocksOf(
    'docs/guides/first-upgrade.md',
  );
  const [steer = [], again = [], byHand = [], ...moreWays] = blocksOf('docs/guides/rollback.md');
  let client: KubeClient;

  const inMesh = (command: string) => runShell(`cd ${mesh} && ${command}`, env);
  const run = async (command = '', code = 0, dir = mesh): Promise<CliResult> => {
    const result = await runShell(`cd ${dir} && ${command}`, env).result;
    const { stdout, stderr } = result;
    const said = result.code === code ? '' : `${stdout}${stderr}`;
    expect([command, result.code, said]).toEqual([command, code, '']);
    return result;
  };

  beforeAll(async () => {
    process.env['ISTIO_REVISIONS_LAB'] = env.ISTIO_REVISIONS_LAB;
    // As the first mesh of the README, up to where there is something to move.
    const [, first = []] = blocksOf('README.md');
    const [lab, init, up, sample] = first;
    await run(lab, 0, folder);
    await run(init, 0, folder);
    await run(up);
    await run(sample);
    client = createKubeClient({ kubeconfig: readRunningLab()?.kubeconfig ?? '' });
  });

  afterAll(async () => {
    await runShell('istio-revisions lab down', env).result;
  });

  it('run every command that they show, but for those without this program', () => {
    expect([moreSteps, moreWays]).toEqual([[], []]);
    expect(byHand.every((line) => line.startsWith('kubectl '))).toBe(true);
    const counts = [look, move, watch, done, steer, again].map(({ length }) => length);
    expect(counts).toEqual([3, 1, 3, 1, 4, 2]);
  });

  it('look before, watch meanwhile, pause, resume and go back', async () => {
    for (const command of look) await run(command);
    expect(await injectedRevisions(client)).toEqual(['1-30']);
    const rollout = inMesh(move[0] ?? '');
    const store = createRecordStore(client, 'istio-system');
    await awaitThat('the rollout moves', async () => {
      if (rollout.child.exitCode !== null) throw new Error((await rollout.result).stderr);
      const { record } = await store.load();
      return record?.phase === 'moving' && record.released > 1 ? true : undefined;
    });
    for (const command of watch) await run(command);
    expect(existsSync(join(mesh, 'rollout.html'))).toBe(true);
    const [pause, resume, back, status] = steer;
    await run(pause);
    await awaitThat('it is paused', async () => {
      const { stdout } = await run(`${status ?? ''} --json`);
      return (JSON.parse(stdout) as RolloutReport).state === 'paused' ? true : undefined;
    });
    await run(resume);
    await run(back);
    expect((await rollout.result).code).toBe(3);
    expect((await run(status)).stdout).toMatch(/^dev +rolled-back/);
    expect(await injectedRevisions(client)).toEqual(['1-30']);
  });

  it('try again, to the end, after which nothing is left to change', async () => {
    for (const command of again) await run(command);
    expect(await injectedRevisions(client)).toEqual(['1-31']);
    expect((await run(done[0])).stdout).toMatch(/^no changes/);
  });
});
