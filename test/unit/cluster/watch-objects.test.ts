import { getEventListeners } from 'node:events';
import { ApiException } from '@kubernetes/client-node';
import { watchObjects, type WatchOptions } from '../../../lib/cluster/watch-objects';
import {
  WatchCutError,
  type StreamEvent,
  type WatchSource,
} from '../../../lib/cluster/watch-source';
import type { WatchedObject } from '../../../lib/cluster/watch-state';
import { VirtualTime } from '../../support/virtual-time';

function object(name: string, version: number): WatchedObject {
  return { metadata: { namespace: 'mesh', name, uid: name, resourceVersion: String(version) } };
}

function refused(code: number, headers: Record<string, string> = {}): ApiException<object> {
  return new ApiException(code, 'refused', { message: `code ${code}` }, headers);
}

interface OpenWatch {
  readonly from: string;
  readonly event: (event: StreamEvent<WatchedObject>) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

/** An API server whose every answer a test gives. */
class FakeServer {
  objects: WatchedObject[] = [];
  version = 1;
  listError: Error | 'hangs' | null = null;
  watchError: Error | null = null;
  lists = 0;
  readonly watches: OpenWatch[] = [];
  open = 0;
  mostOpen = 0;

  get last(): OpenWatch {
    return this.watches.at(-1)!;
  }

  readonly source: WatchSource<WatchedObject> = {
    list: (signal) => {
      this.lists += 1;
      if (this.listError === 'hangs') return hanging(signal);
      if (this.listError !== null) return Promise.reject(this.listError);
      return Promise.resolve({ objects: this.objects, resourceVersion: String(this.version) });
    },
    watch: async ({ resourceVersion }, on, signal) => {
      if (this.watchError !== null) throw this.watchError;
      this.open += 1;
      this.mostOpen = Math.max(this.mostOpen, this.open);
      on.opened();
      try {
        await new Promise<void>((end, fail) => {
          signal.addEventListener('abort', () => {
            fail(new WatchCutError('aborted'));
          });
          const event = (next: StreamEvent<WatchedObject>) => {
            try {
              on.event(next);
            } catch (error) {
              fail(error instanceof Error ? error : new Error(String(error)));
            }
          };
          this.watches.push({ from: resourceVersion, event, end, fail });
        });
      } finally {
        this.open -= 1;
      }
    },
  };
}

function hanging(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

function follow(
  options: Partial<WatchOptions<WatchedObject>> = {},
  listError: FakeServer['listError'] = null,
) {
  const server = new FakeServer();
  server.listError = listError;
  server.objects = [object('a', 3)];
  server.version = 7;
  const time = new VirtualTime();
  const stop = new AbortController();
  const seen: string[] = [];
  const done = watchObjects<WatchedObject>({
    source: server.source,
    startTimer: time.startTimer,
    random: () => 1,
    now: () => time.now,
    signal: stop.signal,
    changed: ({ type, object: { metadata } }) => seen.push(`${type} ${metadata.name}`),
    synced: () => seen.push('synced'),
    restarted: ({ reason, message, afterMs }) => seen.push(`${reason} ${afterMs}: ${message}`),
    api: (up) => seen.push(up ? 'up' : 'down'),
    ...options,
  });
  return { server, time, stop, seen, done };
}

describe('watchObjects', () => {
  it('lists, then watches from the version of the list, and says when it knows all', async () => {
    const { server, time, seen } = follow();
    await time.pass(0);
    expect(seen).toEqual(['up', 'added a', 'synced', 'up']);
    expect(server.last.from).toBe('7');
  });

  it('resumes a watch that broke where it stopped, without listing', async () => {
    const { server, time, seen } = follow();
    await time.pass(0);
    server.last.event({ type: 'changed', change: 'ADDED', object: object('b', 8) });
    server.last.event({ type: 'bookmark', resourceVersion: '30' });
    server.last.fail(new WatchCutError('reset'));
    await time.pass(0);
    expect(server.lists).toBe(1);
    expect(server.last.from).toBe('30');
    expect(seen.slice(4)).toEqual(['added b', 'cut 0: reset', 'up']);
  });

  it.each([
    ['is told so in place of an answer', 'http'],
    ['is told so in the stream', 'event'],
  ])('lists again when the history is gone and it %s', async (_how, way) => {
    const { server, time, seen } = follow();
    await time.pass(0);
    server.objects = [object('b', 9)];
    if (way === 'http') {
      await time.pass(2_000);
      server.watchError = refused(410);
      server.last.end();
      await time.pass(5_000);
      server.watchError = null;
      await time.pass(5_000);
    } else {
      server.last.fail(refused(410));
      await time.pass(0);
    }
    expect(seen).toContain('expired 0: the API server answered 410: code 410');
    expect(seen).toContain('added b');
    expect(server.lists).toBeGreaterThan(1);
    expect(server.open).toBe(1);
  });

  it('pauses for longer and longer while the API server cannot be reached, but never above 30 s', async () => {
    const { server, time, seen } = follow({}, new Error('connect ECONNREFUSED'));
    await time.pass(200_000);
    const pauses = seen.flatMap((line) => /^error (\d+):/.exec(line)?.[1] ?? []);
    expect(pauses.slice(0, 7)).toEqual(['1000', '2000', '4000', '8000', '16000', '30000', '30000']);
    expect(seen[0]).toBe('down');
    server.listError = null;
    await time.pass(30_000);
    expect(seen.slice(-4)).toEqual(['up', 'added a', 'synced', 'up']);
  });

  it('waits for as long as an overloaded API server asks for, but never above 30 s', async () => {
    const { server, time, seen } = follow({}, refused(429, { 'retry-after': '7' }));
    await time.pass(0);
    server.listError = refused(429, { 'retry-after': '3600' });
    await time.pass(7_000);
    expect(seen.filter((line) => line !== 'up')).toEqual([
      'error 7000: the API server answered 429: code 429',
      'error 30000: the API server answered 429: code 429',
    ]);
  });

  it.each([
    [0, ['0', '1000', '2000']],
    [1_000, ['0', '0', '0']],
  ])('that is ended after %d ms each time pauses for %j', async (openMs, pauses) => {
    const { server, time, seen } = follow();
    await time.pass(0);
    for (const pause of pauses) {
      await time.pass(openMs);
      server.last.end();
      await time.pass(Number(pause));
    }
    expect(seen.flatMap((line) => /^ended (\d+):/.exec(line)?.[1] ?? [])).toEqual(pauses);
  });

  it('begins anew a watch that stays open for longer than was asked for', async () => {
    const { server, time, seen } = follow({ timeoutSeconds: 60, graceMs: 5_000 });
    await time.pass(0);
    await time.pass(64_999);
    expect(server.watches).toHaveLength(1);
    await time.pass(1);
    expect(server.watches).toHaveLength(2);
    expect(seen.at(-2)).toMatch(/^silent 0:/);
  });

  it('gives up on a list that does not end', async () => {
    const { server, time, seen } = follow({}, 'hangs');
    await time.pass(0);
    server.listError = null;
    await time.pass(120_000);
    expect(seen).toContain('silent 0: listing did not end in time');
    expect(server.open).toBe(1);
  });

  it('never has two watches, whatever becomes of them, and leaves nothing behind', async () => {
    const { server, time, stop } = follow({ timeoutSeconds: 10, graceMs: 0 });
    await time.pass(0);
    const listeners = getEventListeners(stop.signal, 'abort').length;
    for (let n = 0; n < 40; n += 1) {
      if (n % 4 === 0) server.last.end();
      else if (n % 4 === 1) server.last.fail(new WatchCutError('reset'));
      else if (n % 4 === 2) server.last.fail(refused(410));
      await time.pass(11_000);
    }
    expect(server.watches.length).toBeGreaterThan(40);
    expect(server.mostOpen).toBe(1);
    // One that lasts for months must not gather listeners.
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(listeners);
  });

  it('hears nothing more from a watch that it gave up', async () => {
    const { server, time, seen } = follow({ timeoutSeconds: 10, graceMs: 0 });
    await time.pass(0);
    const first = server.last;
    await time.pass(10_000);
    first.event({ type: 'changed', change: 'ADDED', object: object('ghost', 9) });
    expect(seen).not.toContain('added ghost');
  });

  it.each(['watch', 'list', 'pause'] as const)(
    'ends at once when told to during a %s',
    async (during) => {
      const errors = { watch: null, list: 'hangs', pause: new Error('away') } as const;
      const { server, time, stop, seen, done } = follow({}, errors[during]);
      await time.pass(0);
      const before = seen.length;
      stop.abort();
      await done;
      expect(seen).toHaveLength(before);
      expect(server.open).toBe(0);
      expect(time.waiting).toBe(0);
    },
  );

  it.each([
    ['listed', []],
    ['watched', [object('b', 8)]],
  ])(
    'ends with the error of whoever is told what is %s, since that would be lost',
    async (_how, events) => {
      const { server, time, done } = follow({
        changed: ({ object: { metadata } }) => {
          if (events.length === 0 || metadata.name === 'b') throw new Error('broken reader');
        },
      });
      const ended = expect(done).rejects.toThrow('broken reader');
      await time.pass(0);
      for (const next of events)
        server.last.event({ type: 'changed', change: 'ADDED', object: next });
      await ended;
      expect(time.waiting).toBe(0);
    },
  );
});
