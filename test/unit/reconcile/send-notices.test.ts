import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postNotice } from '../../../lib/cluster/post-notice';
import { createNoticeSender } from '../../../lib/reconcile/send-notices';
import type { Decision } from '../../../lib/rollout/action';
import type { Notice } from '../../../lib/rollout/notices/notice';
import { plan } from '../../../lib/rollout/plan';
import { anObservation, aRecord, AT } from '../../support/rollout-builders';

const paused = (): Decision => {
  const record = aRecord({ paused: { by: 'ann', at: AT - 1, reason: '' } });
  return plan({ observation: anObservation(), record, now: AT });
};

/** A sender whose receiver is down while `isDown`. */
function rig() {
  const state = { isDown: false, now: AT };
  const posted: string[] = [];
  const notes: string[] = [];
  const send = createNoticeSender({
    post: ({ id }) => {
      if (state.isDown) return Promise.reject(new Error('hooks.example.org answered 503'));
      posted.push(id);
      return Promise.resolve();
    },
    now: () => state.now,
    note: (message) => notes.push(message),
  });
  return { state, posted, notes, send };
}

describe('a notice', () => {
  it('is sent once, and noted in the record', async () => {
    const { send, posted } = rig();
    const record = await send(paused());
    expect(record.notified).toEqual(posted);
    expect(await send({ ...paused(), record })).toBe(record);
    expect(posted).toHaveLength(1);
  });

  it('is sent again when the driver was killed before it could note it', async () => {
    const { send, posted } = rig();
    await send(paused());
    await rig().send(paused());
    await send(paused());
    expect(new Set(posted).size).toBe(1);
    expect(posted).toHaveLength(2);
  });

  it('keeps nothing from going on when nobody takes it, and is tried again later, but not at every look', async () => {
    const { send, state, posted, notes } = rig();
    state.isDown = true;
    const decision = paused();
    expect(await send(decision)).toBe(decision.record);
    expect(await send(decision)).toBe(decision.record);
    expect(notes).toEqual([
      'the notice "paused" could not be sent: hooks.example.org answered 503',
    ]);
    state.isDown = false;
    state.now += 30_000;
    await send(decision);
    expect(posted).toHaveLength(1);
  });

  it('is tried at the end of a run whatever failed before: there is no later', async () => {
    const { send, state, posted } = rig();
    state.isDown = true;
    await send(paused());
    state.isDown = false;
    await send({ ...paused(), next: { type: 'stop', outcome: 'waiting', message: '' } });
    expect(posted).toHaveLength(1);
  });
});

describe('a webhook', () => {
  const notice: Notice = {
    id: 'h.1/paused',
    type: 'paused',
    text: 'paused by <ann>',
    from: '1-30',
    to: '1-31',
    attempt: 1,
    token: 'h.1',
  };

  async function withServer<T>(
    status: number,
    use: (url: URL, seen: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push(`${request.method ?? ''} ${request.headers['content-type'] ?? ''} ${body}`);
        response.writeHead(status, { location: '/elsewhere' }).end('no');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      return await use(new URL(`http://127.0.0.1:${port}/T0KEN?key=s3cret`), seen);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it('gets the notice as JSON', async () => {
    await withServer(200, async (url, seen) => {
      await postNotice(url, notice);
      expect(seen).toEqual([`POST application/json ${JSON.stringify(notice)}`]);
    });
  });

  it.each([302, 404, 503])('that answers %i is said by its host alone', async (status) => {
    await withServer(status, async (url) => {
      const error = await postNotice(url, notice).catch((one: unknown) => one);
      expect(String(error)).toContain(url.host);
      expect(String(error)).not.toMatch(/T0KEN|s3cret/);
    });
  });

  it('that nobody serves is said with the cause, and its host alone', async () => {
    const url = await withServer(200, (one) => Promise.resolve(one));
    const error = await postNotice(url, notice).catch((one: unknown) => one);
    expect(String(error)).toBe(`Error: ${url.host} could not be reached: ECONNREFUSED`);
  });
});
