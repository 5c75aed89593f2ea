import { Agent } from 'node:https';
import { PODS, Rig, WATCH, until, upgrade } from './api-proxy-rig';

jest.setTimeout(120_000);

const event = (name: string) => `{"type":"ADDED","object":"${name}"}\n`;

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.open();
});
afterEach(() => rig.close());

describe('a fault that refuses', () => {
  const statuses = async (...requests: readonly string[]) => {
    const found: unknown[] = [];
    for (const method of requests) found.push((await rig.ask(method, PODS)).status);
    return found;
  };

  it.each([
    ['conflict', 'GET POST GET PUT PATCH DELETE', [200, 200, 200, 409, 200, 409]],
    ['busy', 'GET POST GET POST', [200, 429, 200, 429]],
    ['internal', 'GET POST GET POST', [200, 500, 200, 500]],
    [
      'mixed',
      'GET GET POST GET GET GET GET GET GET GET GET GET',
      [200, 200, 409, 200, 200, 429, 200, 200, 500, 200, 200, 429],
    ],
  ] as const)('%s: %s', async (mode, methods, expected) => {
    rig.set(mode);
    expect(await statuses(...methods.split(' '))).toEqual(expected);
    const passed = expected.filter((status) => status === 200);
    expect(rig.api.seen).toHaveLength(passed.length);
  });

  it.each([
    ['conflict', 409, 'Conflict'],
    ['busy', 429, 'TooManyRequests'],
    ['internal', 500, 'InternalError'],
  ] as const)('%s answers with a Status that says so', async (mode, code, reason) => {
    rig.set(mode);
    await rig.ask('POST', PODS);
    const { text, headers } = await rig.ask('POST', PODS, { body: 'x'.repeat(100_000) });
    const kind = { kind: 'Status', apiVersion: 'v1', status: 'Failure' };
    expect(JSON.parse(text)).toMatchObject({ ...kind, code, reason });
    expect(headers['content-type']).toBe('application/json');
    expect(headers['retry-after']).toBe(code === 429 ? '1' : undefined);
  });

  it('leaves the connection to the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    rig.set('busy');
    for (const expected of [200, 429, 200]) {
      const body = 'x'.repeat(100_000);
      expect((await rig.ask('POST', PODS, { agent, body })).status).toBe(expected);
    }
    agent.destroy();
  });

  it('refuses also what would change the protocol', async () => {
    rig.set('busy');
    await rig.ask('GET', PODS);
    const connection = await rig.raw(upgrade('POST', 'SPDY/3.1'));
    await until(() => connection.closed);
    expect(connection.text).toMatch(/^HTTP\/1\.1 429 [^]*"reason":"TooManyRequests"/);
    expect(rig.api.upgraded).toEqual([]);
  });

  it('counts from one again when it is set anew, and ends when it is cleared', async () => {
    rig.set('busy');
    expect(await statuses('GET')).toEqual([200]);
    rig.set('busy');
    expect(await statuses('GET', 'GET')).toEqual([200, 429]);
    rig.fault = null;
    expect(await statuses('GET', 'GET')).toEqual([200, 200]);
    expect(rig.log).toEqual(['fault', 'fault', 'fault']);
  });
});

describe('a fault that keeps waiting', () => {
  it('timeout never passes on every fourth request, and closes it when the fault is cleared', async () => {
    rig.set('timeout');
    for (const _ of [1, 2, 3]) expect((await rig.ask('GET', PODS)).status).toBe(200);
    let status: unknown = null;
    const fourth = rig.ask('POST', `${PODS}/late`).then((answer) => (status = answer.status));
    rig.now += 600_000;
    for (const _ of [5, 6, 7]) expect((await rig.ask('GET', PODS)).status).toBe(200);
    expect(status).toBeNull();
    rig.fault = null;
    await fourth;
    expect(status).toBe('ECONNRESET');
    expect(rig.api.seen.map(({ url }) => url)).not.toContain(`${PODS}/late`);
  });

  it('timeout forgets a request that its client gave up', async () => {
    rig.set('timeout');
    for (const _ of [1, 2, 3]) await rig.ask('GET', PODS);
    const given = new AbortController();
    const fourth = rig.ask('POST', PODS, { signal: given.signal });
    const connection = await rig.raw(upgrade('GET', 'websocket'));
    given.abort();
    expect((await fourth).status).toBe('ABORT_ERR');
    connection.reset();
    expect((await rig.ask('GET', PODS)).status).toBe(200);
  });

  it('slow passes a request on after 2 s by the clock', async () => {
    rig.set('slow');
    const asked = rig.ask('POST', PODS, { body: 'late' });
    const connection = await rig.raw(upgrade('GET', 'websocket'));
    rig.now += 1_999;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect([rig.api.seen, connection.text]).toEqual([[], '']);
    rig.now += 2_000;
    expect(await asked).toMatchObject({ status: 200, text: 'late' });
    await until(() => connection.text.includes('101'));
  });

  it('slow passes on at once what waits when the fault is cleared', async () => {
    rig.set('slow');
    const asked = rig.ask('GET', PODS);
    await until(() => rig.log.length === 1);
    rig.fault = null;
    expect((await asked).status).toBe(200);
  });
});

describe('a fault that cuts', () => {
  const isReached = async () => (await rig.ask('GET', PODS)).status === 200;

  it('flapping is 3 s away and 3 s there, and every connection ends with the time that it was there', async () => {
    rig.set('flapping');
    expect((await rig.ask('GET', PODS)).status).toBe('ECONNRESET');
    rig.now += 3_000;
    expect(await isReached()).toBe(true);
    const watch = await rig.watch(WATCH);
    const connection = await rig.raw(upgrade('POST', 'SPDY/3.1'));
    await until(() => connection.text.includes('101'));
    rig.now += 3_000;
    await until(() => watch.end !== null && connection.closed);
    expect([watch.end, await isReached()]).toEqual(['cut', false]);
    rig.now += 3_000;
    expect(await isReached()).toBe(true);
  });

  it('down ends every connection until it is cleared', async () => {
    const agent = new Agent({ keepAlive: true });
    await rig.ask('GET', PODS, { agent });
    const watch = await rig.watch(WATCH);
    rig.set('down');
    await until(() => watch.end !== null);
    expect([watch.end, await isReached()]).toEqual(['cut', false]);
    expect((await rig.ask('GET', PODS, { agent })).status).toBe('ECONNRESET');
    rig.now += 3_600_000;
    expect(await isReached()).toBe(false);
    rig.fault = null;
    expect(await isReached()).toBe(true);
    agent.destroy();
  });

  it('watch-cut ends each watch after 2 s as the API server ends one, those before it too', async () => {
    const early = await rig.watch(WATCH);
    rig.set('watch-cut');
    rig.now += 1_000;
    const late = await rig.watch(WATCH);
    rig.api.watches[0]!.write(event('a'));
    await until(() => early.text !== '');
    rig.now += 1_000;
    await until(() => early.end !== null);
    expect([early.text, early.end, late.end]).toEqual([event('a'), 'whole', null]);
    rig.now += 1_000;
    await until(() => late.end !== null && rig.api.abandoned.length === 2);
    expect(late.end).toBe('whole');
  });

  it('gone answers a watch that names a version with 410, and lets one begin anew', async () => {
    rig.set('gone');
    const refused = await rig.ask('GET', `${WATCH}&resourceVersion=7`);
    expect(refused.status).toBe(410);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 410, reason: 'Expired' });
    expect(await rig.watch(`${WATCH}&resourceVersion=0`)).toMatchObject({ status: 200 });
    expect(await rig.watch(WATCH)).toMatchObject({ status: 200, end: null });
    expect((await rig.ask('GET', `${PODS}?resourceVersion=7`)).status).toBe(200);
  });

  it('gone ends a watch that runs with the error, never in the middle of an event', async () => {
    const watch = await rig.watch(WATCH);
    const [source] = rig.api.watches;
    source!.write(event('a').slice(0, 10));
    await until(() => watch.text !== '');
    rig.set('gone');
    const other = await rig.watch(WATCH);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect([watch.end, other.end]).toEqual([null, null]);
    source!.write(event('a').slice(10));
    await until(() => watch.end !== null);
    const events = watch.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect([watch.end, events]).toEqual([
      'whole',
      [
        { type: 'ADDED', object: 'a' },
        {
          type: 'ERROR',
          object: expect.objectContaining({ kind: 'Status', code: 410 }) as unknown,
        },
      ],
    ]);
    expect(other.end).toBeNull();
  });

  it('gone only ends a watch of another format than JSON', async () => {
    rig.api.watchType = 'application/vnd.kubernetes.protobuf;stream=watch';
    const watch = await rig.watch(WATCH);
    rig.set('gone');
    await until(() => watch.end !== null);
    expect([watch.text, watch.end]).toEqual(['', 'whole']);
  });
});

describe('a stale list', () => {
  const items = async (path: string, headers = {}) => {
    const { text } = await rig.ask('GET', path, { headers });
    return (JSON.parse(text) as { items: string }).items;
  };

  it('stays what it was at first, for each address and user, until the fault is cleared', async () => {
    rig.set('stale');
    expect(await items(PODS)).toBe('a');
    rig.api.items = 'b';
    expect(await items(PODS)).toBe('a');
    expect(await items(`${PODS}?limit=5`)).toBe('b');
    expect(await items(PODS, { authorization: 'Bearer x' })).toBe('b');
    expect(await items(`${PODS}/one`)).toBe('b');
    rig.api.items = 'c';
    expect(await items(`${PODS}/one`)).toBe('c');
    expect(await items(`${PODS}?limit=5`)).toBe('b');
    expect(rig.api.seen).toHaveLength(5);
    rig.fault = null;
    expect(await items(PODS)).toBe('c');
  });

  it('is not remembered when it was refused', async () => {
    rig.set('stale');
    const refused = '/apis/x/v1/invalid';
    for (const _ of [1, 2]) expect((await rig.ask('GET', refused)).status).toBe(422);
    expect(rig.api.seen).toHaveLength(2);
  });

  it('says of itself what the first answer said', async () => {
    rig.set('stale');
    const first = await rig.ask('GET', PODS);
    const second = await rig.ask('GET', PODS);
    const type = { 'content-type': first.headers['content-type'] };
    expect(second).toMatchObject({ status: 200, text: first.text, headers: type });
  });
});
