import fc from 'fast-check';
import {
  nothingKnown,
  objectKey,
  watchStep,
  type WatchChange,
  type WatchedObject,
  type WatchEvent,
  type WatchRestartReason,
  type WatchState,
} from '../../../lib/cluster/watch-state';

function object(name: string, version: number, uid = name): WatchedObject {
  return { metadata: { namespace: 'mesh', name, uid, resourceVersion: String(version) } };
}

function over(reason: WatchRestartReason, held = false) {
  return { type: 'over', reason, held } as const;
}

/** What follows from several events, one after the other. */
function after(events: readonly WatchEvent<WatchedObject>[]) {
  let state = nothingKnown<WatchedObject>();
  const changes: WatchChange<WatchedObject>[] = [];
  let next = null;
  for (const event of events) {
    const step = watchStep(state, event);
    state = step.state;
    changes.push(...step.changes);
    next = step.next;
  }
  return { state, changes, next };
}

function told(changes: readonly WatchChange<WatchedObject>[]): string[] {
  return changes.map(({ type, object: { metadata } }) => `${type} ${metadata.uid}`);
}

const listed = (resourceVersion: string, ...objects: WatchedObject[]) =>
  ({ type: 'listed', objects, resourceVersion }) as const;

describe('a watch', () => {
  it('goes on from the version of the list', () => {
    const { state, next, changes } = after([listed('7', object('a', 3))]);
    expect(state.resourceVersion).toBe('7');
    expect(next).toEqual({ type: 'watch', attempt: 0 });
    expect(told(changes)).toEqual(['added a']);
  });

  it('tells after a second list only what was missed, and that an object was made anew', () => {
    const { changes } = after([
      listed('7', object('a', 3), object('b', 4), object('c', 5), object('d', 6)),
      listed('9', object('a', 3), object('b', 8), object('d', 9, 'd2')),
    ]);
    expect(told(changes).slice(4)).toEqual(['deleted c', 'modified b', 'deleted d', 'added d2']);
  });

  it('does not tell an event twice', () => {
    const event = { type: 'changed', change: 'MODIFIED', object: object('a', 8) } as const;
    const { changes } = after([listed('7', object('a', 3)), event, event]);
    expect(told(changes)).toEqual(['added a', 'modified a']);
  });

  it.each<[WatchRestartReason, string, number]>([
    ['ended', 'watch', 0],
    ['cut', 'watch', 0],
    ['silent', 'watch', 0],
    ['expired', 'list', 0],
    ['error', 'watch', 1],
  ])('that is over because of %s is followed by a %s', (reason, type, attempt) => {
    for (const held of [true, false]) {
      const events = [listed('7'), { type: 'bookmark', resourceVersion: '12' } as const];
      const { next, state } = after([...events, over(reason, held)]);
      expect(next).toEqual({ type, attempt });
      expect(state.resourceVersion).toBe(type === 'list' ? null : '12');
    }
  });

  it.each<WatchRestartReason>(['ended', 'cut'])(
    'that is over at once again and again (%s) pauses for longer and longer, and lists in between',
    (reason) => {
      const twice = after([listed('7'), over(reason), over(reason)]);
      expect(twice.next).toEqual({ type: 'watch', attempt: 1 });
      const thrice = after([listed('7'), over(reason), over(reason), over(reason)]);
      expect(thrice.next).toEqual({ type: 'list', attempt: 2 });
    },
  );

  it('that is cut every now and then is resumed at once each time, though nothing happens to any object', () => {
    const cuts = Array.from({ length: 9 }, () => over('cut', true));
    expect(after([listed('7'), ...cuts]).next).toEqual({ type: 'watch', attempt: 0 });
  });

  it('whose history is gone after every list does not list without a pause', () => {
    const { next } = after([listed('7'), over('expired'), listed('8'), over('expired')]);
    expect(next).toEqual({ type: 'list', attempt: 1 });
  });

  it.each<WatchEvent<WatchedObject>>([
    { type: 'bookmark', resourceVersion: '9' },
    { type: 'changed', change: 'ADDED', object: object('a', 9) },
  ])('that told something ($type) has not failed in a row', (sign) => {
    const { next } = after([listed('7'), over('error'), over('error'), sign, over('error')]);
    expect(next).toEqual({ type: 'watch', attempt: 1 });
  });
});

/** An API server's store of one kind: every write gets a version, and old history is forgotten. */
class Store {
  version = 1;
  #floor = 1;
  readonly objects = new Map<string, WatchedObject>();
  readonly #history: {
    version: number;
    change: 'ADDED' | 'MODIFIED' | 'DELETED';
    object: WatchedObject;
  }[] = [];

  write(name: string): void {
    this.version += 1;
    const before = this.objects.get(name);
    const now = object(name, this.version, before?.metadata.uid ?? `${name}-${this.version}`);
    this.objects.set(name, now);
    const change = before === undefined ? 'ADDED' : 'MODIFIED';
    this.#history.push({ version: this.version, change, object: now });
  }

  remove(name: string): void {
    const before = this.objects.get(name);
    if (before === undefined) return;
    this.version += 1;
    this.objects.delete(name);
    const gone = object(name, this.version, before.metadata.uid);
    this.#history.push({ version: this.version, change: 'DELETED', object: gone });
  }

  compact(): void {
    this.#floor = this.version;
  }

  /** What a watch from that version delivers at first, `null` when that is forgotten. */
  since(version: number) {
    return version < this.#floor ? null : this.#history.filter((entry) => entry.version > version);
  }
}

type Step =
  | { readonly do: 'write' | 'remove'; readonly name: string }
  | { readonly do: 'compact' | 'deliver' | 'bookmark' }
  | { readonly do: 'over'; readonly reason: WatchRestartReason; readonly held: boolean };

const name = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('write' as const, 'remove' as const), name }),
  fc.record({ do: fc.constantFrom('deliver' as const, 'bookmark' as const) }),
  fc.record({ do: fc.constant('compact' as const) }),
  fc.record({
    do: fc.constant('over' as const),
    reason: fc.constantFrom<WatchRestartReason[]>('ended', 'cut', 'silent', 'expired', 'error'),
    held: fc.boolean(),
  }),
);

/** A watcher that goes through the steps as the loop does. */
class Watcher {
  readonly #store: Store;
  state: WatchState<WatchedObject> = nothingKnown();
  /** What somebody who only hears of the changes believes. */
  readonly heard = new Map<string, WatchedObject>();
  wants: 'list' | 'watch' = 'list';

  constructor(store: Store) {
    this.#store = store;
  }

  take(event: WatchEvent<WatchedObject>): void {
    const { state, changes, next } = watchStep(this.state, event);
    this.state = state;
    if (next !== null) this.wants = next.type;
    for (const change of changes) this.#hear(change);
  }

  #hear({ type, object: found }: WatchChange<WatchedObject>): void {
    const key = objectKey(found);
    const before = this.heard.get(key);
    expect(before === undefined).toBe(type === 'added');
    if (type === 'deleted') this.heard.delete(key);
    else this.heard.set(key, found);
  }

  /** The list, or the next event of the watch. @returns whether there was anything */
  advance(): boolean {
    if (this.wants === 'list') {
      const objects = [...this.#store.objects.values()];
      this.take({ type: 'listed', objects, resourceVersion: String(this.#store.version) });
      return true;
    }
    const entries = this.#store.since(Number(this.state.resourceVersion));
    if (entries === null) {
      this.take({ type: 'over', reason: 'expired', held: false });
      return true;
    }
    const [entry] = entries;
    if (entry === undefined) return false;
    this.take({ type: 'changed', change: entry.change, object: entry.object });
    return true;
  }

  /** A bookmark comes only when everything before it was delivered. */
  bookmark(): void {
    const isUpToDate =
      this.wants === 'watch' && this.#store.since(Number(this.state.resourceVersion))?.length === 0;
    if (isUpToDate) this.take({ type: 'bookmark', resourceVersion: String(this.#store.version) });
  }
}

describe('after any sequence of writes, cuts, bookmarks and lost history', () => {
  it('what is known, and what was told, is what the API server has', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = new Store();
        const watcher = new Watcher(store);
        for (const next of steps) {
          if (next.do === 'write') store.write(next.name);
          else if (next.do === 'remove') store.remove(next.name);
          else if (next.do === 'compact') store.compact();
          else if (next.do === 'deliver') watcher.advance();
          else if ('reason' in next)
            watcher.take({ type: 'over', reason: next.reason, held: next.held });
          else watcher.bookmark();
          expect([...watcher.heard]).toEqual([...watcher.state.known]);
          expect(watcher.wants === 'list').toBe(watcher.state.resourceVersion === null);
        }
        while (watcher.advance());
        const sorted = (map: ReadonlyMap<string, WatchedObject>) =>
          [...map.values()].sort((a, b) => objectKey(a).localeCompare(objectKey(b)));
        expect(sorted(watcher.state.known)).toEqual(sorted(store.objects));
      }),
      { numRuns: 500 },
    );
  });
});
