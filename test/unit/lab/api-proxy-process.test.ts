import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFaults } from '../../../lab/agent/faults';
import { apiFaultReader } from '../../../lab/api-proxy/fault-reader';
import { writeKubeconfig, writeKubeconfigAt } from '../../../lab/control-plane/kubeconfig';
import { freePorts } from '../../../lab/processes';
import { createKubeClient } from '../../../lib/cluster/kube-client';
import { FakeApi, PODS, ask, selfSigned, until } from './api-proxy-rig';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..', '..');
const labFolder = () => mkdtempSync(join(tmpdir(), 'istio-revisions-api-proxy-'));

describe('the fault of the API server', () => {
  it('is read again whenever somebody wrote it, and is mixed unless it says how', () => {
    const dir = labFolder();
    const read = apiFaultReader(dir);
    expect(read()).toBeNull();
    writeFaults(dir, [
      { type: 'latency', since: 1 },
      { type: 'api-errors', mode: 'down', since: 2 },
    ]);
    expect(read()).toEqual({ mode: 'down', since: 2 });
    expect(read()).toBe(read());
    writeFaults(dir, [{ type: 'api-errors', since: 3 }]);
    expect(read()).toEqual({ mode: 'mixed', since: 3 });
    writeFaults(dir, []);
    expect(read()).toBeNull();
  });
});

describe('the kubeconfig that leads through the proxy', () => {
  it('is the same identity in the same cluster at another address', () => {
    const dir = labFolder();
    const [direct, proxied, ca] = ['direct', 'proxied', 'ca'].map((name) => join(dir, name));
    writeFileSync(ca!, 'CA');
    const user = { token: 'secret' };
    writeKubeconfig(direct!, { server: 'https://127.0.0.1:1', caFile: ca!, user });
    writeKubeconfigAt(direct!, proxied!, 'https://127.0.0.1:2');
    const [before, after] = [direct!, proxied!].map(
      (kubeconfig) => createKubeClient({ kubeconfig }).config,
    );
    expect(after!.getCurrentCluster()).toEqual({
      ...before!.getCurrentCluster(),
      server: 'https://127.0.0.1:2',
    });
    expect(after!.getCurrentUser()).toEqual(before!.getCurrentUser());
  });
});

describe('the process of the proxy', () => {
  const dir = labFolder();
  const children: ChildProcess[] = [];
  let api: FakeApi;
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    api.close();
  });

  function start(): { readonly child: ChildProcess; readonly said: () => string } {
    const args = ['-r', '@swc-node/register', join('lab', 'api-proxy', 'main.ts'), dir];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, said: () => text };
  }

  it('stands before the API server of its lab, fails as the lab is told, and ends when it is asked to', async () => {
    const certificate = await selfSigned();
    api = new FakeApi(certificate);
    const [port = 0] = await freePorts(1);
    mkdirSync(join(dir, 'certs'));
    writeFileSync(join(dir, 'certs', 'apiserver.crt'), certificate.cert);
    writeFileSync(join(dir, 'certs', 'apiserver.key'), certificate.key);
    const state = { schema: 1, dir, processes: [], ports: { apiProxy: port } };
    writeFileSync(
      join(dir, 'state.json'),
      JSON.stringify({ ...state, apiServer: await api.listen() }),
    );
    const { child, said } = start();
    const ended = once(child, 'exit');
    await until(() => said().includes('api-proxy-ready'));
    const status = async () => (await ask(certificate.cert, port, 'GET', PODS)).status;
    expect(await status()).toBe(200);
    writeFaults(dir, [{ type: 'api-errors', mode: 'internal', since: Date.now() }]);
    expect([await status(), await status()]).toEqual([200, 500]);
    writeFaults(dir, []);
    expect([await status(), await status()]).toEqual([200, 200]);
    void ask(certificate.cert, port, 'GET', `${PODS}?watch=1`);
    await until(() => api.watches.length === 1);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('says in its log why it could not start', async () => {
    writeFileSync(join(dir, 'state.json'), '{"schema":2}');
    const { child, said } = start();
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(said()).toContain('api-proxy-failed reason="there is no lab in');
  });
});
