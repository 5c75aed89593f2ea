import { mkdtempSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { SAMPLE_NAMESPACES } from '../../stacks/sample-mesh';
import { awaitThat } from '../support/await-that';
import { readRunningLab } from '../../lab/state';
import { barriersOf } from '../support/barriers-of';
import { startBrowser } from '../support/browser';
import { startCli, type RunningCli } from '../support/cli';
import { jsonOf } from '../support/json-of';
import { injectedRevisions } from '../support/lab';
import { openLivePage, type LivePage } from '../support/live-page';
import { runShell } from '../support/run-shell';

jest.setTimeout(1_800_000);

const ROOT = join(__dirname, '..', '..');

/** Where `make screenshots` wants the pictures of the docs; absent in any other run. */
const PICTURES = process.env['PICTURES'];

/** "Your first mesh" in the README: its commands as a reader types them, and the one for another terminal. */
function firstMeshOfReadme(): { commands: string[]; dashboard: string } {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, rest = ''] = readme.split('\n## Your first mesh\n');
  const [section = ''] = rest.split('\n## ');
  const block = /```sh\n([^`]*)```/.exec(section)?.[1] ?? '';
  const commands = block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => line !== '');
  return { commands, dashboard: /`istio-revisions (dashboard [^`]*)`/.exec(section)?.[1] ?? '' };
}

/** Which waves were told, in their order. */
function wavesOf(heard: readonly string[]): number[] {
  return heard.flatMap((said) => {
    const number = /, wave (\d+) of \d+ /.exec(said)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

/** Looks at a rollout that goes on: charts are drawn of it, and it has no barrier for anybody. */
async function watch({ page }: LivePage): Promise<void> {
  await page.locator('p.aloud', { hasText: /wave [4-6] of 6/ }).waitFor({ timeout: 1_200_000 });
  await page.locator('figure canvas').first().waitFor({ timeout: 60_000 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await barriersOf(page)).toEqual([]);
    if (PICTURES === undefined) continue;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `first-mesh-${colorScheme}.png`) });
  }
}

describe('the first mesh, as the README has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-first-'));
  const env = { ISTIO_REVISIONS_LAB: join(folder, 'lab') };
  const { commands, dashboard } = firstMeshOfReadme();
  const [lab = '', init = '', up = '', sample = '', rollout = '', status = ''] = commands;
  let browser: Browser;
  let served: RunningCli | undefined;

  const run = async (code: number, command: string, dir: string) => {
    const result = await runShell(`cd ${dir} && ${command}`, env).result;
    expect([command, result.code, result.code === code ? '' : result.stderr]).toEqual([
      command,
      code,
      '',
    ]);
    return result;
  };

  beforeAll(async () => {
    process.env['ISTIO_REVISIONS_LAB'] = env.ISTIO_REVISIONS_LAB;
    browser = await startBrowser();
  });
  afterAll(async () => {
    served?.child.kill('SIGKILL');
    await browser.close();
    await runShell('istio-revisions lab down', env).result;
  });

  it('moves from one revision to the next in five commands, seen in a browser, with nothing installed in its folder', async () => {
    await run(0, lab, folder);
    expect(commands.slice(1)).toHaveLength(5);
    await run(0, init, folder);
    const mesh = join(folder, 'mesh');
    await run(0, up, mesh);
    await run(0, sample, mesh);
    const state = readRunningLab();
    const client = createKubeClient({ kubeconfig: state?.kubeconfig ?? '' });
    expect(await injectedRevisions(client)).toEqual(['1-30']);

    served = startCli([...dashboard.split(' '), '--port', '0', '--json'], env, ROOT, mesh);
    const live = await openLivePage(browser, served);
    const waves = live.page.getByRole('region', { name: 'Waves of the plan' });
    await waves.getByRole('cell', { name: 'waiting' }).first().waitFor();
    await Promise.all([run(0, rollout, mesh), watch(live)]);
    expect(await injectedRevisions(client)).toEqual(['1-31']);
    expect((await run(0, status, mesh)).stdout).toMatch(/^dev +done/);

    await live.said('done', 60_000);
    const told = wavesOf(await live.heard());
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(new Set(told).size).toBeGreaterThanOrEqual(3);
    const of = await waves.getByRole('row').count();
    expect(await waves.getByRole('cell', { name: 'proved' }).count()).toBe(of - 1);
    await live.page.getByText('Nothing uses 1-30').waitFor();
    expect(await barriersOf(live.page)).toEqual([]);
    expect(live.complaints).toEqual([]);
  });

  const destroy = (code: number, ...args: readonly string[]) =>
    run(code, ['istio-revisions destroy --env dev', ...args].join(' '), join(folder, 'mesh'));

  it('is refused while a shop is in the mesh, says which namespaces that are, and changes nothing', async () => {
    const { stderr } = await destroy(5);
    expect(stderr).toMatch(/the mesh is in use, and nothing was changed:\n.*namespaces labelled: /);
    const client = createKubeClient({ kubeconfig: readRunningLab()?.kubeconfig ?? '' });
    expect(await injectedRevisions(client)).toEqual(['1-31']);
  });

  it('shows what would go once nobody uses it, and goes with the token of that only', async () => {
    const client = createKubeClient({ kubeconfig: readRunningLab()?.kubeconfig ?? '' });
    for (const name of SAMPLE_NAMESPACES) await client.core.deleteNamespace({ name });
    await awaitThat('the shop is gone', async () => {
      const namespaces = await listAll(client, 'v1', 'Namespace');
      const left = namespaces.filter(({ metadata }) =>
        SAMPLE_NAMESPACES.some((name) => name === metadata?.name),
      );
      return left.length === 0 ? true : undefined;
    });
    const { token } = jsonOf<{ token: string }>('destroy', (await destroy(4, '--json')).stdout);
    const { stdout, stderr } = await destroy(4);
    expect(stdout).toMatch(
      /would remove gateways:\n[^]*would remove revisions:\n[^]*Deployment istio-system\/istiod-1-31/,
    );
    expect(stdout).not.toContain('CustomResourceDefinition');
    expect(stderr).toContain(`--confirm ${token}\n`);
    await destroy(2, '--confirm', 'dev/00000000');
    const { stdout: gone } = await destroy(0, '--json', '--confirm', token);
    expect(jsonOf('destroy', gone)).toMatchObject({ environment: 'dev', done: true, token });
  });

  it('is gone, in order, but for what users declared: CRDs, and nothing to do the next time', async () => {
    const client = createKubeClient({ kubeconfig: readRunningLab()?.kubeconfig ?? '' });
    const names = async (apiVersion: string, kind: string) =>
      (await listAll(client, apiVersion, kind)).map(({ metadata }) => metadata?.name ?? '');
    const deployments = await names('apps/v1', 'Deployment');
    expect(deployments.filter((name) => /istiod|ingress/.test(name))).toEqual([]);
    const admission = 'admissionregistration.k8s.io/v1';
    const webhooks = await names(admission, 'MutatingWebhookConfiguration');
    expect(webhooks.filter((name) => name.startsWith('istio'))).toEqual([]);
    const definitions = await names('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
    expect(definitions).toContain('gateways.networking.istio.io');
    expect((await destroy(0)).stdout).toContain('nothing is there');
  });
});
