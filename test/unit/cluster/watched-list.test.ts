import { createWatchedList } from '../../../lib/cluster/watched-list';
import {
  WatchCutError,
  type StreamEvent,
  type WatchSource,
} from '../../../lib/cluster/watch-source';
import type { WatchedObject } from '../../../lib/cluster/watch-state';
import { VirtualTime } from '../../support/virtual-time';

const pod = (name: string, version: number, uid = name): WatchedObject => ({
  metadata: { namespace: 'shop', name, uid, resourceVersion: String(version) },
});

interface OpenWatch {
  readonly from: string;
  readonly signal: AbortSignal;
  readonly tell: (event: StreamEvent<WatchedObject>) => void;
  readonly opened: () => void;
  readonly end: (error?: Error) => void;
}

/** An API server that says only what a test lets it say. */
class FakeServer implements WatchSource<WatchedObject> {
  objects: readonly WatchedObject[] = [pod('a', 1), pod('b', 2)];
  listError: Error | null = null;
  lists = 0;
  opensAtOnce = true;
  readonly watches: OpenWatch[] = [];

  list() {
    this.lists += 1;
    if (this.listError !== null) return Promise.reject(this.listError);
    return Promise.resolve({ objects: this.objects, resourceVersion: String(10 * this.lists) });
  }

  watch(
    { resourceVersion }: { readonly resourceVersion: string },
    on: Parameters<WatchSource<WatchedObject>['watch']>[1],
    signal: AbortSignal,
  ) {
    return new Promise<void>((resolve, reject) => {
      const end = (error?: Error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
      this.watches.push({ from: resourceVersion, signal, tell: on.event, opened: on.opened, end });
      if (this.opensAtOnce) on.opened();
    });
  }
}

/** Lets what was promised come true. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function follow() {
  const server = new FakeServer();
  const time = new VirtualTime();
  const made: string[] = [];
  const toFact = ({ metadata }: WatchedObject) => {
    made.push(metadata.name);
    return { name: metadata.name, version: metadata.resourceVersion };
  };
  const list = createWatchedList({ source: server, toFact, startTimer: time.startTimer });
  const read = async () => (await list.read()).map(({ name, version }) => `${name}@${version}`);
  return { server, time, list, read, made };
}

describe('createWatchedList', () => {
  it('lists once, and then knows what the watch tells, from where the list ended', async () => {
    const { server, read } = follow();
    expect(await read()).toEqual(['a@1', 'b@2']);
    const [watch] = server.watches;
    expect(watch?.from).toBe('10');
    watch?.tell({ type: 'changed', change: 'MODIFIED', object: pod('a', 11) });
    watch?.tell({ type: 'changed', change: 'ADDED', object: pod('c', 12) });
    watch?.tell({ type: 'changed', change: 'DELETED', object: pod('b', 13) });
    watch?.tell({ type: 'bookmark', resourceVersion: '20' });
    expect(await read()).toEqual(['a@11', 'c@12']);
    expect(server.lists).toBe(1);
  });

  it('keeps a fact, and the array, the same value as long as nothing changes, also when listed anew', async () => {
    const { server, list, made } = follow();
    const before = await list.read();
    expect(await list.read()).toBe(before);
    list.renew();
    expect(await list.read()).toBe(before);
    server.objects = [pod('a', 1), pod('b', 30)];
    list.renew();
    const after = await list.read();
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(made).toEqual(['a', 'b', 'b']);
  });

  it('takes an object that was made anew under its name for another one', async () => {
    const { server, list } = follow();
    const [before] = await list.read();
    server.watches[0]?.tell({ type: 'changed', change: 'ADDED', object: pod('a', 1, 'other') });
    expect((await list.read())[0]).not.toBe(before);
  });

  it.each<[string, (watch: OpenWatch) => void]>([
    [
      'ends',
      ({ end }) => {
        end();
      },
    ],
    [
      'breaks',
      ({ end }) => {
        end(new WatchCutError('cut'));
      },
    ],
  ])('lists again when the watch %s', async (_, happen) => {
    const { server, read } = follow();
    await read();
    server.objects = [pod('a', 1)];
    happen(server.watches[0]!);
    await settle();
    expect(await read()).toEqual(['a@1']);
    expect(server.lists).toBe(2);
  });

  it('believes no watch that was not answered yet, and has one at a time', async () => {
    const { server, read } = follow();
    server.opensAtOnce = false;
    await read();
    server.objects = [pod('a', 5)];
    expect(await read()).toEqual(['a@5']);
    expect(server.watches.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    server.watches[1]?.opened();
    await read();
    expect(server.lists).toBe(2);
  });

  it('does not hear a watch that was given up', async () => {
    const { server, list, read } = follow();
    await read();
    list.renew();
    expect(await read()).toEqual(['a@1', 'b@2']);
    server.watches[0]?.tell({ type: 'changed', change: 'DELETED', object: pod('a', 11) });
    server.watches[0]?.end();
    await settle();
    expect(await read()).toEqual(['a@1', 'b@2']);
    expect(server.lists).toBe(2);
  });

  it('gives up a watch that stays silent for longer than was asked for', async () => {
    const { server, time, read } = follow();
    await read();
    await time.pass(71_000);
    expect(server.watches[0]?.signal.aborted).toBe(true);
    server.objects = [];
    expect(await read()).toEqual([]);
  });

  it('says that listing failed, and never gives what was known before instead', async () => {
    const { server, list, read } = follow();
    await read();
    list.renew();
    server.listError = new Error('refused');
    await expect(read()).rejects.toThrow('refused');
    await expect(read()).rejects.toThrow('refused');
    server.listError = null;
    expect(await read()).toEqual(['a@1', 'b@2']);
  });

  it('leaves no timer behind when nobody looks any more', async () => {
    const { server, time, list, read } = follow();
    await read();
    list.renew();
    server.watches[0]?.end(new WatchCutError('aborted'));
    await settle();
    expect(time.waiting).toBe(0);
  });
});
