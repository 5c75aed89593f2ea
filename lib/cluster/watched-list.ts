import type { StartTimer } from './start-timer';
import type { StreamEvent, WatchSource } from './watch-source';
import { objectKey, type WatchedObject } from './watch-state';

/** How long a watch lasts, in seconds; then everything is listed anew. */
const TIMEOUT_SECONDS = 60;

/** How much longer it may stay open, in milliseconds: older than both together nothing is that a dead connection hides. */
const GRACE_MS = 10_000;

/** The facts of one kind of object, read again and again. */
export interface WatchedList<F> {
  /**
   * Every fact now. One stays the same value as long as its object is unchanged, and so does the array as long as all of them
   * are, so that what was worked out of them need not be worked out again.
   * @throws what listing threw. A watch that breaks or is refused is no failure: everything is listed then.
   */
  read(): Promise<readonly F[]>;
  /** What is known is too old, as after a write of our own: the watch ends, and the next read lists anew. */
  renew(): void;
}

/** What following a kind needs of the world. */
export interface WatchedListOptions<T, F> {
  readonly source: WatchSource<T>;
  /** All that is kept of an object: tens of thousands of pods do not fit whole. */
  readonly toFact: (object: T) => F;
  readonly startTimer: StartTimer;
}

interface Entry<F> {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly fact: F;
}

/** A watch, and whether the API server has begun to answer it. */
interface Watch {
  readonly controller: AbortController;
  isOpen: boolean;
}

/** Lists a kind and follows it from there. Only what an open watch vouches for is taken for current. */
export function createWatchedList<T extends WatchedObject, F>(
  options: WatchedListOptions<T, F>,
): WatchedList<F> {
  return new FollowedList(options);
}

class FollowedList<T extends WatchedObject, F> implements WatchedList<F> {
  readonly #options: WatchedListOptions<T, F>;
  #entries = new Map<string, Entry<F>>();
  #facts: readonly F[] = [];
  #watch: Watch | null = null;

  constructor(options: WatchedListOptions<T, F>) {
    this.#options = options;
  }

  async read(): Promise<readonly F[]> {
    if (this.#watch?.isOpen !== true) await this.#list();
    const { size } = this.#entries;
    const entries = [...this.#entries.values()];
    const isSame =
      size === this.#facts.length && entries.every(({ fact }, at) => fact === this.#facts[at]);
    if (!isSame) this.#facts = entries.map(({ fact }) => fact);
    return this.#facts;
  }

  renew(): void {
    this.#watch?.controller.abort();
    this.#watch = null;
  }

  async #list(): Promise<void> {
    this.renew();
    const found = await this.#options.source.list(new AbortController().signal);
    this.#entries = new Map(
      found.objects.map((object) => [objectKey(object), this.#entryOf(object)]),
    );
    this.#follow(found.resourceVersion);
  }

  #follow(resourceVersion: string): void {
    const watch: Watch = { controller: new AbortController(), isOpen: false };
    this.#watch = watch;
    const end = () => {
      cancel();
      watch.controller.abort();
      if (this.#watch === watch) this.#watch = null;
    };
    const cancel = this.#options.startTimer(TIMEOUT_SECONDS * 1000 + GRACE_MS, end);
    const on = {
      opened: () => {
        watch.isOpen = true;
      },
      event: (event: StreamEvent<T>) => {
        if (this.#watch === watch) this.#take(event);
      },
    };
    const from = { resourceVersion, timeoutSeconds: TIMEOUT_SECONDS };
    this.#options.source.watch(from, on, watch.controller.signal).then(end, end);
  }

  #take(event: StreamEvent<T>): void {
    if (event.type === 'bookmark') return;
    const key = objectKey(event.object);
    if (event.change === 'DELETED') this.#entries.delete(key);
    else this.#entries.set(key, this.#entryOf(event.object));
  }

  #entryOf(object: T): Entry<F> {
    const { uid, resourceVersion } = object.metadata;
    const before = this.#entries.get(objectKey(object));
    return before?.uid === uid && before.resourceVersion === resourceVersion
      ? before
      : { uid, resourceVersion, fact: this.#options.toFact(object) };
  }
}
