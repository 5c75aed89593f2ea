import type { IncomingMessage, ServerResponse } from 'node:http';
import { decideWatch, type ApiFault } from './decide-answer';
import { REFUSALS } from './refusal';

interface Watch {
  readonly startedAt: number;
  readonly source: IncomingMessage;
  readonly client: ServerResponse;
  /** Whether what was passed on ends with an event's end. */
  betweenEvents: boolean;
}

const NEWLINE = '\n'.charCodeAt(0);

/** Watches that are being passed on, so that a fault can end them. */
export class RunningWatches {
  readonly #watches = new Set<Watch>();

  /** Follows a watch until it ends. */
  add(startedAt: number, source: IncomingMessage, client: ServerResponse): void {
    const watch: Watch = { startedAt, source, client, betweenEvents: true };
    this.#watches.add(watch);
    source.on('data', (chunk: Buffer) => {
      watch.betweenEvents = chunk.at(-1) === NEWLINE;
    });
    client.once('close', () => this.#watches.delete(watch));
  }

  /** Ends those that the fault ends by now. */
  apply(fault: ApiFault, now: number): void {
    for (const watch of this.#watches) {
      const fate = decideWatch(fault, watch.startedAt, now);
      if (fate === 'ends') this.#end(watch);
      // An error in the middle of an event would be no JSON; the next look finds its end.
      else if (fate === 'expires' && watch.betweenEvents) this.#end(watch, expiredEvent(watch));
    }
  }

  /** The client sees an ordinary end, as when the API server's own limit is reached. */
  #end(watch: Watch, lastEvent = ''): void {
    this.#watches.delete(watch);
    watch.source.unpipe(watch.client);
    watch.client.end(lastEvent);
    watch.source.destroy();
  }
}

/** Clients that read another format only see the end. */
function expiredEvent({ source }: Watch): string {
  const isJson = source.headers['content-type']?.startsWith('application/json') ?? false;
  return isJson ? `${JSON.stringify({ type: 'ERROR', object: REFUSALS.expired })}\n` : '';
}
