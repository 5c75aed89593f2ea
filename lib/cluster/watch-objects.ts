import { ApiException } from '@kubernetes/client-node';
import { messageOf, statusOf } from './api-error';
import { backOffMs } from './back-off';
import { delay, type StartTimer } from './start-timer';
import { WatchCutError, type WatchSource } from './watch-source';
import {
  nothingKnown,
  watchStep,
  type WatchChange,
  type WatchedObject,
  type WatchEvent,
  type WatchRestartReason,
  type WatchState,
  type WatchStep,
} from './watch-state';

/** How long the API server is asked to keep a watch open, in seconds. */
const TIMEOUT_SECONDS = 240;

/** How much longer it may stay open before it counts as silent, in milliseconds. */
const GRACE_MS = 30_000;

/** How long a list may take over all its pages, in milliseconds. */
const LIST_TIMEOUT_MS = 120_000;

/** A watch that is over sooner after it was opened is no sign of life. */
const HELD_MS = 1_000;

const BACK_OFF = { baseMs: 1_000, capMs: 30_000 };

/** A watch, or a list, that is about to be begun anew. */
export interface WatchRestart {
  readonly reason: WatchRestartReason;
  readonly message: string;
  readonly afterMs: number;
}

/** Told what is seen. An error that one of these throws ends the watch. */
export interface WatchHandlers<T> {
  readonly changed: (change: WatchChange<T>) => void;
  /** After every list: what is known is what the API server has. */
  readonly synced: () => void;
  readonly restarted: (restart: WatchRestart) => void;
  /** Whether the API server answers, after each sign of it. */
  readonly api: (up: boolean) => void;
}

/** What following the objects of a kind needs of the world. */
export interface WatchOptions<T> extends WatchHandlers<T> {
  readonly source: WatchSource<T>;
  readonly startTimer: StartTimer;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** How long the API server is asked to keep a watch open; 240 unless given. */
  readonly timeoutSeconds?: number;
  /** How much longer it may stay open before it is begun anew; 30 000 unless given. */
  readonly graceMs?: number;
}

/**
 * Follows all objects of a kind until the signal is aborted: lists them, watches from there with bookmarks, resumes what ended or
 * broke where it stopped, and lists again when the history is gone. There is never more than one watch at a time.
 */
export async function watchObjects<T extends WatchedObject>(
  options: WatchOptions<T>,
): Promise<void> {
  const { signal } = options;
  let state = nothingKnown<T>();
  let next: NonNullable<WatchStep<T>['next']> = { type: 'list', attempt: 0 };
  const take = (event: WatchEvent<T>) => {
    const step = watchStep(state, event);
    state = step.state;
    step.changes.forEach(options.changed);
    if (event.type === 'listed') options.synced();
    return step.next;
  };
  while (!signal.aborted) {
    const turn = await (next.type === 'list' ? listTurn(options) : watchTurn(options, state, take));
    // Aborting breaks off what is under way; that is no restart.
    if (isAborted(signal)) return;
    next = take(turn.event) ?? next;
    if (turn.event.type !== 'over') continue;
    const pause = backOffMs(next.attempt, options.random(), BACK_OFF);
    const afterMs = Math.max(pause, Math.min(turn.retryAfterMs, BACK_OFF.capMs));
    options.restarted({ reason: turn.event.reason, message: turn.message, afterMs });
    await delay(options.startTimer, afterMs, signal);
  }
}

/** Asked anew, since the compiler takes it for unchanged over a wait. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** How a list or a watch ended. */
interface Turn<T> {
  readonly event: Extract<WatchEvent<T>, { type: 'listed' | 'over' }>;
  readonly message: string;
  /** What the API server asked for, 0 for nothing. */
  readonly retryAfterMs: number;
}

async function listTurn<T>(options: WatchOptions<T>): Promise<Turn<T>> {
  const limit = limited(options, LIST_TIMEOUT_MS);
  try {
    const found = await options.source.list(limit.signal);
    options.api(true);
    return { event: { type: 'listed', ...found }, message: '', retryAfterMs: 0 };
  } catch (error) {
    return brokenOff(options, error, limit.isOver() ? 'listing did not end in time' : null, false);
  } finally {
    limit.end();
  }
}

async function watchTurn<T>(
  options: WatchOptions<T>,
  { resourceVersion }: WatchState<T>,
  take: (event: WatchEvent<T>) => unknown,
): Promise<Turn<T>> {
  const timeoutSeconds = options.timeoutSeconds ?? TIMEOUT_SECONDS;
  const limit = limited(options, timeoutSeconds * 1000 + (options.graceMs ?? GRACE_MS));
  let openedAt = Infinity;
  const held = () => options.now() - openedAt >= HELD_MS;
  const on = {
    opened: () => {
      openedAt = options.now();
      options.api(true);
    },
    event: (event: WatchEvent<T>) => {
      try {
        if (!limit.signal.aborted) take(event);
      } catch (error) {
        throw new HandlerError(error);
      }
    },
  };
  try {
    const from = { resourceVersion: resourceVersion ?? '', timeoutSeconds };
    await options.source.watch(from, on, limit.signal);
    const event = { type: 'over', reason: 'ended', held: held() } as const;
    return { event, message: 'the API server ended it', retryAfterMs: 0 };
  } catch (error) {
    if (error instanceof HandlerError) throw error.cause;
    const silent = 'it stayed open for longer than was asked for';
    return brokenOff(options, error, limit.isOver() ? silent : null, held());
  } finally {
    limit.end();
  }
}

/** Sets what a handler threw apart from what the API server did. */
class HandlerError extends Error {
  override readonly name = 'HandlerError';

  constructor(cause: unknown) {
    super('', { cause });
  }
}

function brokenOff<T>(
  options: WatchOptions<T>,
  error: unknown,
  silent: string | null,
  held: boolean,
): Turn<T> {
  const reason = silent === null ? reasonOf(error) : 'silent';
  const status = statusOf(error);
  if (reason === 'error' && !options.signal.aborted) options.api(status !== null && status < 500);
  const message = silent ?? messageOf(error);
  return { event: { type: 'over', reason, held }, message, retryAfterMs: retryAfterMs(error) };
}

function reasonOf(error: unknown): WatchRestartReason {
  if (statusOf(error) === 410) return 'expired';
  return error instanceof WatchCutError ? 'cut' : 'error';
}

/** `Retry-After` as API servers send it: whole seconds. */
function retryAfterMs(error: unknown): number {
  const seconds = error instanceof ApiException ? Number(error.headers['retry-after'] ?? 0) : 0;
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/** A signal that is aborted with the outer one, or after `ms`. */
function limited(
  { signal, startTimer }: { readonly signal: AbortSignal; readonly startTimer: StartTimer },
  ms: number,
) {
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  let over = false;
  const cancel = startTimer(ms, () => {
    over = true;
    abort();
  });
  signal.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    isOver: () => over,
    end: () => {
      cancel();
      signal.removeEventListener('abort', abort);
    },
  };
}
