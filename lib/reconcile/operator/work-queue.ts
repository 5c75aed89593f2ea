import { messageOf } from '../../cluster/api-error';
import { backOffMs } from '../../cluster/back-off';
import type { StartTimer } from '../../cluster/start-timer';
import { keyStep, type KeyEvent, type KeyState } from './key-state';

/** Pauses after failures of one key: 0.5–1 s after the first, 2.5–5 min at most. */
const BACK_OFF = { baseMs: 1_000, capMs: 300_000 };

/** How one turn of a key ended. A turn that throws has failed. */
export type WorkResult =
  | { readonly type: 'done'; readonly requeueAfterMs?: number }
  | { readonly type: 'failed'; readonly reason: string };

/** A turn that failed and is made again. */
export interface WorkFailure {
  readonly key: string;
  readonly reason: string;
  /** Failures in a row. */
  readonly failures: number;
  /** `null` when the next turn is not one after a pause: something new came, or the key is forgotten. */
  readonly afterMs: number | null;
}

/** What a work queue needs of the world. */
export interface WorkQueueOptions {
  /** Does the work of one key; never called for a key that is at work already. */
  readonly work: (key: string) => Promise<WorkResult>;
  /** How many keys are at work at once; 1 unless given, since an engine has its stack to itself. */
  readonly concurrency?: number;
  readonly startTimer: StartTimer;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly failed: (failure: WorkFailure) => void;
  /** How many keys are due and do not run yet, whenever that changes. */
  readonly depth: (count: number) => void;
}

/** Keys that are due, one turn after the other. */
export interface WorkQueue {
  /**
   * Makes a key due. One that waits is not added twice, one that runs runs once more; one that is paused after a failure stays so
   * unless this is something new (`reset`), such as another generation.
   */
  add(key: string, options?: { readonly reset?: boolean }): void;
  /** Takes a key out, with its failures; one that runs ends its turn. */
  forget(key: string): void;
  /** Begins no more work; resolves once what runs has ended. */
  stop(): Promise<void>;
}

/** Opens an empty queue. */
export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  return new KeyedQueue(options);
}

class KeyedQueue implements WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #states = new Map<string, KeyState>();
  readonly #timers = new Map<string, () => void>();
  /** Keys that are due, the longest waiting first. */
  readonly #due = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  add(key: string, { reset = false }: { readonly reset?: boolean } = {}): void {
    if (this.#stopped) return;
    this.#apply(key, { type: 'add', reset });
    this.#begin();
  }

  forget(key: string): void {
    this.#apply(key, { type: 'forget' });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#due.clear();
    this.#options.depth(0);
    await Promise.all(this.#running);
  }

  /** @returns the pause that the key was given, `null` for none */
  #apply(key: string, event: KeyEvent): number | null {
    const depth = this.#due.size;
    const { state, wait } = keyStep(this.#states.get(key), event);
    if (state === undefined) this.#states.delete(key);
    else this.#states.set(key, state);
    if (state?.at === 'queued' && !this.#stopped) this.#due.add(key);
    else this.#due.delete(key);
    if (state?.at !== 'delayed') this.#cancel(key);
    if (this.#due.size !== depth) this.#options.depth(this.#due.size);
    if (wait === undefined) return null;
    const ms = 'ms' in wait ? wait.ms : backOffMs(wait.attempt, this.#options.random(), BACK_OFF);
    this.#wait(key, ms);
    return ms;
  }

  #cancel(key: string): void {
    this.#timers.get(key)?.();
    this.#timers.delete(key);
  }

  #wait(key: string, ms: number): void {
    if (this.#stopped) return;
    const cancel = this.#options.startTimer(ms, () => {
      this.#timers.delete(key);
      this.#apply(key, { type: 'due' });
      this.#begin();
    });
    this.#timers.set(key, cancel);
  }

  #begin(): void {
    const limit = this.#options.concurrency ?? 1;
    while (!this.#stopped && this.#running.size < limit) {
      const [key] = this.#due;
      if (key === undefined) return;
      this.#apply(key, { type: 'start' });
      const run = this.#run(key).finally(() => {
        this.#running.delete(run);
        this.#begin();
      });
      this.#running.add(run);
    }
  }

  async #run(key: string): Promise<void> {
    const failures = (this.#states.get(key)?.failures ?? 0) + 1;
    const result = await this.#turn(key);
    if (result.type === 'done') {
      this.#apply(key, { type: 'succeed', requeueAfterMs: result.requeueAfterMs ?? null });
      return;
    }
    const afterMs = this.#apply(key, { type: 'fail' });
    this.#options.failed({ key, reason: result.reason, failures, afterMs });
  }

  async #turn(key: string): Promise<WorkResult> {
    try {
      return await this.#options.work(key);
    } catch (error) {
      return { type: 'failed', reason: messageOf(error) };
    }
  }
}
