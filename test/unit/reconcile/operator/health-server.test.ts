import { connect } from 'node:net';
import { once } from 'node:events';
import type { Health } from '../../../../lib/reconcile/operator/health';
import {
  startHealthServer,
  type HealthServer,
} from '../../../../lib/reconcile/operator/health-server';

let live: Health;
let ready: Health;
let metrics: () => Promise<{ contentType: string; text: string }>;
let server: HealthServer;

beforeEach(async () => {
  live = { ok: true, message: 'the loop turns' };
  ready = { ok: true, message: 'leading' };
  metrics = () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'a 1\n' });
  server = await startHealthServer(
    { host: '127.0.0.1', port: 0 },
    { live: () => live, ready: () => ready, metrics: () => metrics() },
  );
});

afterEach(() => server.close());

async function ask(path: string, method = 'GET') {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('the health server', () => {
  it.each([
    [
      '/healthz',
      () => {
        live = { ok: false, message: 'hangs' };
      },
      'the loop turns\n',
      'hangs\n',
    ],
    [
      '/readyz',
      () => {
        ready = { ok: false, message: 'not listed' };
      },
      'leading\n',
      'not listed\n',
    ],
  ])('answers %s with what is the case now', async (path, breakIt, well, broken) => {
    expect(await ask(path)).toMatchObject({ status: 200, text: well });
    breakIt();
    expect(await ask(path)).toMatchObject({ status: 503, text: broken });
  });

  it('gives the metrics to a scrape, whatever it adds to the path', async () => {
    const { status, text, headers } = await ask('/metrics?x=1');
    expect([status, text, headers.get('content-type')]).toEqual([
      200,
      'a 1\n',
      'text/plain; version=0.0.4',
    ]);
  });

  it('answers a scrape that fails with the reason', async () => {
    metrics = () => Promise.reject(new Error('no registry'));
    expect(await ask('/metrics')).toMatchObject({ status: 500, text: 'no registry\n' });
  });

  it.each(['/', '/healthz/x', '/debug'])('has nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
    expect((await ask(path, 'POST')).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('refuses %s', async (method) => {
    const { status, headers } = await ask('/healthz', method);
    expect([status, headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('closes at once, though a client keeps its connection', async () => {
    const client = connect(server.port, '127.0.0.1');
    client.on('error', () => undefined);
    await once(client, 'connect');
    client.write('GET /healthz HTTP/1.1\r\n');
    const closed = new Promise((resolve) => client.on('close', resolve));
    await server.close();
    await closed;
    await expect(ask('/healthz')).rejects.toThrow();
  });

  it('says so when the port is taken', async () => {
    const sources = { live: () => live, ready: () => ready, metrics: () => metrics() };
    const again = startHealthServer({ host: '127.0.0.1', port: server.port }, sources);
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
