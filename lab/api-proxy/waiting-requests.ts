import type { Socket } from 'node:net';

/** A request that was taken and is not answered yet. */
export interface WaitingRequest {
  /** Of the client; a request that it gave up waits no more. */
  readonly socket: Socket;
  /** When to proceed, epoch milliseconds; `null` for a request that waits as long as it may. */
  readonly until: number | null;
  readonly proceed: () => void;
}

/** Requests that a fault keeps waiting. */
export class WaitingRequests {
  /** With what forgets each of them. */
  readonly #waiting = new Map<WaitingRequest, () => void>();

  /** Lets a request wait. */
  add(request: WaitingRequest): void {
    const forget = () => {
      this.#waiting.delete(request);
      // A connection carries many requests.
      request.socket.off('close', forget);
    };
    this.#waiting.set(request, forget);
    request.socket.once('close', forget);
  }

  /** Lets those proceed whose time has come. */
  proceed(now: number): void {
    this.#leave(({ until }) => until !== null && now >= until);
  }

  /** The fault is over: what was only late proceeds, what would never have been answered loses its connection. */
  release(): void {
    this.#leave(({ until }) => until !== null);
    for (const { socket } of this.#waiting.keys()) socket.destroy();
  }

  #leave(isDue: (request: WaitingRequest) => boolean): void {
    for (const [request, forget] of [...this.#waiting].filter(([request]) => isDue(request))) {
      forget();
      request.proceed();
    }
  }
}
