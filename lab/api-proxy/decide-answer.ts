import type { ApiErrorMode } from './api-error-modes';
import type { ApiRequest } from './api-request';
import type { Refusal } from './refusal';

/** A failing API server, from the moment when it was told to fail. */
export interface ApiFault {
  readonly mode: ApiErrorMode;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** How many requests there were since then, the present one included. */
export interface RequestCount {
  readonly requests: number;
  readonly writes: number;
}

/** What becomes of a request. */
export type ApiAnswer =
  | { readonly type: 'forward'; readonly delayMs: number }
  | { readonly type: 'refuse'; readonly refusal: Refusal }
  /** Taken, and not answered while the fault stands. */
  | { readonly type: 'hold' }
  | { readonly type: 'close' }
  /** With what the first identical request got; that one is forwarded. */
  | { readonly type: 'recall' };

/** What becomes of a watch that runs. */
export type WatchFate = 'goes-on' | 'ends' | 'expires';

const SLOW_MS = 2_000;
const FLAP_MS = 3_000;
const WATCH_MS = 2_000;

const FORWARD: ApiAnswer = { type: 'forward', delayMs: 0 };

/** What becomes of every n-th request, reads and writes alike. */
const EVERY_NTH = {
  busy: [2, refuse('busy')],
  internal: [2, refuse('internal')],
  timeout: [4, { type: 'hold' }],
} as const satisfies Partial<Record<ApiErrorMode, readonly [number, ApiAnswer]>>;

/** Decides on one request by what stands, by what was counted, and by the clock. @param now - epoch milliseconds */
export function decideAnswer(
  fault: ApiFault,
  request: ApiRequest,
  count: RequestCount,
  now: number,
): ApiAnswer {
  const { requests, writes } = count;
  switch (fault.mode) {
    case 'busy':
    case 'internal':
    case 'timeout': {
      const [nth, answer] = EVERY_NTH[fault.mode];
      return requests % nth === 0 ? answer : FORWARD;
    }
    case 'mixed':
      return requests % 3 === 0 ? refuse(nextRefusal(request, requests / 3)) : FORWARD;
    case 'conflict':
      return request.isWrite && writes % 2 === 0 ? refuse('conflict') : FORWARD;
    case 'slow':
      return { type: 'forward', delayMs: SLOW_MS };
    case 'flapping':
    case 'down':
      return isUnreachable(fault, now) ? { type: 'close' } : FORWARD;
    case 'gone':
      return request.isWatch && request.resourceVersion !== null ? refuse('expired') : FORWARD;
    case 'stale':
      return request.isList ? { type: 'recall' } : FORWARD;
    case 'watch-cut':
      return FORWARD;
  }
}

/** Whether nobody gets a connection, and those that had one lose it. */
export function isUnreachable(fault: ApiFault, now: number): boolean {
  if (fault.mode === 'flapping') return Math.floor((now - fault.since) / FLAP_MS) % 2 === 0;
  return fault.mode === 'down';
}

/** Decides on a watch that was forwarded. @param startedAt - epoch milliseconds, as `now` */
export function decideWatch(fault: ApiFault, startedAt: number, now: number): WatchFate {
  if (fault.mode === 'gone') return startedAt < fault.since ? 'expires' : 'goes-on';
  const isOver = now - Math.max(startedAt, fault.since) >= WATCH_MS;
  return fault.mode === 'watch-cut' && isOver ? 'ends' : 'goes-on';
}

function refuse(refusal: Refusal): ApiAnswer {
  return { type: 'refuse', refusal };
}

/** 409, 429, 500 and again; a read cannot conflict, so that it is told to wait. */
function nextRefusal({ isWrite }: ApiRequest, nth: number): Refusal {
  const refusal = (['conflict', 'busy', 'internal'] as const)[(nth - 1) % 3] ?? 'internal';
  return refusal === 'conflict' && !isWrite ? 'busy' : refusal;
}
