import { createServer, type Server } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCli } from '../../support/cli';
import { jsonOf } from '../../support/json-of';
import { runCommand } from '../../support/run-command';

const noLab = () => ({
  ISTIO_REVISIONS_LAB: join(mkdtempSync(join(tmpdir(), 'istio-revisions-dashboard-')), 'lab'),
});

/** Somebody else who listens. */
async function aListener(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return { server, port: address.port };
}

describe('istio-revisions dashboard', () => {
  it('is served until it is stopped, which is no error, also where the cluster is not there', async () => {
    const { child, result } = startCli(
      ['dashboard', '--env', 'dev', '--port', '0', '--json'],
      noLab(),
    );
    const line = await new Promise<string>((resolve) => {
      child.stdout?.once('data', (chunk: Buffer) => {
        resolve(chunk.toString('utf8'));
      });
    });
    const { url } = jsonOf<{ readonly url: string }>('dashboard', line);
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    child.kill('SIGINT');
    expect(await result).toMatchObject({ code: 0, stdout: line });
  }, 60_000);

  it('is an error where somebody listens already', async () => {
    const { server, port } = await aListener();
    const args = ['dashboard', '--env', 'dev', '--port', String(port)];
    const { code, stdout, stderr } = await startCli(args, noLab()).result;
    server.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/cannot listen on 127\.0\.0\.1:\d+ .*"--port 0" takes a port/);
  }, 60_000);
});

it('is printed for Grafana', async () => {
  const { code, stdout } = await runCommand(['grafana-dashboard', '--env', 'dev', '--json']);
  expect([code, jsonOf('grafana-dashboard', stdout)]).toMatchObject([
    0,
    { panels: expect.any(Array) as unknown },
  ]);
});
