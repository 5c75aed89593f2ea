import { ApiProxy } from '../../../lab/api-proxy/api-proxy';
import { PODS, Rig, WATCH, ask, selfSigned, until, upgrade } from './api-proxy-rig';

jest.setTimeout(120_000);

const event = (name: string) => `{"type":"ADDED","object":"${name}"}\n`;

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

describe('the proxy before the API server, without a fault', () => {
  it('passes on the request line, repeated headers and the body, and back status, headers and body', async () => {
    const path = '/api/v1/namespaces/a%2Fb//./pods?labelSelector=a%3Db,c!=d&x=|/../y';
    const headers = { 'impersonate-group': ['dev', 'ops'], 'content-type': 'application/json' };
    expect(await rig.ask('POST', `${path}/invalid`, { headers, body: '{"a":1}' })).toMatchObject({
      status: 422,
      headers: { 'x-own': 'yes', 'content-type': 'text/plain' },
      text: 'not so',
    });
    const [seen] = rig.api.seen;
    expect(seen).toMatchObject({ method: 'POST', url: `${path}/invalid`, body: '{"a":1}' });
    const lines = seen!.rawHeaders.map(
      (_, at, all) => `${String(all[at - 1])}: ${String(all[at])}`,
    );
    expect(lines).toEqual(
      expect.arrayContaining(['impersonate-group: dev', 'impersonate-group: ops']),
    );
  });

  it.each([
    ['PUT', {}],
    ['DELETE', { 'content-length': '3000000' }],
    ['DELETE', { 'transfer-encoding': 'chunked' }],
  ])('passes on a large body of a %s both ways: %j', async (method, headers) => {
    const body = 'x'.repeat(3_000_000);
    const { status, text } = await rig.ask(method, PODS, { body, headers });
    expect([status, text === body]).toEqual([200, true]);
  });

  it('passes on the head of a watch at once, and every event when it comes', async () => {
    const watch = await rig.watch(WATCH);
    expect(watch).toMatchObject({ status: 200, text: '' });
    for (const name of ['a', 'b']) {
      rig.api.watches[0]!.write(event(name));
      await until(() => watch.text.endsWith(event(name)));
    }
    rig.api.watches[0]!.end();
    await until(() => watch.end !== null);
    expect(watch).toMatchObject({ text: event('a') + event('b'), end: 'whole' });
  });

  it.each([
    ['POST', 'SPDY/3.1'],
    ['GET', 'websocket'],
  ])('passes on a %s that changes to %s, and both directions behind it', async (method, to) => {
    const connection = await rig.raw(`${upgrade(method, to)}early `);
    await until(() => connection.text.endsWith('early '));
    connection.socket.write('late');
    await until(() => connection.text.endsWith('late'));
    expect(connection.text).toContain(`101 Switching Protocols`);
    expect(connection.text).toContain(`upgrade: ${to}`);
    connection.reset();
    await until(() => rig.api.upgraded[0]!.destroyed);
  });

  it('passes on that the API server refuses to change the protocol', async () => {
    const connection = await rig.raw(upgrade('GET', 'websocket', '/forbidden'));
    await until(() => connection.closed);
    expect(connection.text).toMatch(/^HTTP\/1\.1 403 Forbidden[^]*no$/);
  });

  it('keeps its connections for the next request', async () => {
    await rig.ask('GET', PODS);
    await rig.ask('GET', PODS);
    const [first, second] = rig.api.seen;
    expect(second!.remotePort).toBe(first!.remotePort);
  });

  it('gives up what its client gave up, and goes on', async () => {
    const watch = await rig.watch(WATCH);
    watch.abort();
    await until(() => rig.api.abandoned.length === 1);
    const connection = await rig.raw(
      `POST ${PODS} HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf`,
    );
    connection.socket.destroy();
    expect(await rig.ask('GET', PODS)).toMatchObject({ status: 200 });
    expect(rig.log).toEqual([]);
  });

  it('cuts the answer that the API server did not end', async () => {
    const watch = await rig.watch(WATCH);
    rig.api.watches[0]!.destroy();
    await until(() => watch.end !== null);
    expect(watch.end).toBe('cut');
  });

  it('resets its clients while there is no API server, and says so once in its log', async () => {
    rig.api.close();
    for (const _ of [1, 2]) expect((await rig.ask('GET', PODS)).status).toBe('ECONNRESET');
    const connection = await rig.raw(upgrade('GET', 'websocket'));
    await until(() => connection.closed);
    expect(rig.log).toEqual(['api-server-unreachable']);
  });

  it('is an error when its port is taken', async () => {
    const certificate = await selfSigned();
    const { port } = rig.proxy;
    const options = { port, apiServer: 'https://127.0.0.1:1', certificate };
    const opening = ApiProxy.open({
      ...options,
      readFault: () => null,
      now: Date.now,
      log: () => undefined,
    });
    await expect(opening).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('the end of the proxy', () => {
  it('takes every connection with it', async () => {
    const watch = await rig.watch(WATCH);
    const connection = await rig.raw(upgrade('POST', 'SPDY/3.1'));
    await until(() => connection.text.includes('101'));
    const { port } = rig.proxy;
    await rig.proxy.close();
    await until(() => watch.end !== null && connection.closed);
    expect((await ask(rig.cert, port, 'GET', PODS)).status).toBe('ECONNREFUSED');
  });
});
