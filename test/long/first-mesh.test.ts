import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { SAMPLE_NAMESPACES } from '../../stacks/sample-mesh';
import { awaitThat } from '../support/await-that';
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

  const destroy = async (code: number, ...args: readonly string[]) => {
    const command = ['istio-revisions destroy --env dev', ...args].join(' ');
    const result = await runShell(`cd ${join(folder, 'mesh')} && ${command}`, env).result;
    expect([command, result.code, result.code === code ? '' : result.stderr]).toEqual([
      command,
      code,
      '',
    ]);
    return result;
  };

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
    const { stdout, stderr } = await destroy(4);
    expect(stdout).toMatch(
      /would remove gateways:\n[^]*would remove revisions:\n[^]*Deployment istio-system\/istiod-1-31/,
    );
    expect(stdout).not.toContain('CustomResourceDefinition');
    const [, token = ''] = /--confirm (\S+)/.exec(stderr) ?? [];
    await destroy(2, '--confirm', 'dev/00000000');
    await destroy(0, '--confirm', token);
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
