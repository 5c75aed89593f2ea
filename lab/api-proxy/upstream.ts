import { Agent } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:tls';
import { ProxyServer } from 'http-proxy-3';

/** Sooner than the API server closes an idle connection, so that no request meets one that is just being closed. */
const IDLE_MS = 60_000;

/** Which API server requests are passed on to. */
export interface UpstreamOptions {
  readonly url: string;
  /** Of its certificate, PEM. */
  readonly ca: string;
  /** Told of every answer and of every failure to get one; `null` means that it answered. */
  readonly reached: (error: Error | null) => void;
}

/** Told of an answer before any of it is passed on. */
export type OnAnswer = (answer: IncomingMessage) => void;

/** The API server itself: passes requests on to it, and everything that it says back as it comes. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #agent: Agent;
  readonly #proxy: ProxyServer;
  readonly #onAnswer = new WeakMap<IncomingMessage, OnAnswer>();

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#agent = new Agent({ ca: options.ca, keepAlive: true, timeout: IDLE_MS });
    // What stands in the request line is passed on as it is: the API server is the one to read it.
    this.#proxy = new ProxyServer({ target: options.url, agent: this.#agent, toProxy: true });
    this.#proxy.before('web', 'stream', keepChunked);
    this.#proxy.on('proxyRes', (answer, request, response) => {
      this.#answered(answer, request, response);
    });
  }

  /** Passes on a request and its answer; without an answer the client loses its connection. */
  forward(request: IncomingMessage, response: ServerResponse, onAnswer: OnAnswer): void {
    this.#onAnswer.set(request, onAnswer);
    // The connections to the API server are kept, whatever the client does with its own.
    const options = { headers: { ...repeatedHeaders(request), connection: 'keep-alive' } };
    this.#proxy.web(request, response, options, (error) => {
      this.#options.reached(error);
      request.socket.destroy();
    });
  }

  /** Passes on a request that changes the protocol, and every byte behind it in both directions. */
  forwardUpgrade(request: IncomingMessage, head: Buffer): void {
    const { hostname, port } = new URL(this.#options.url);
    const client = request.socket;
    const server = connect({ host: hostname, port: Number(port), ca: this.#options.ca });
    server.setNoDelay(true);
    server.once('secureConnect', () => {
      server.write(requestHead(request));
      server.write(head);
      client.pipe(server).pipe(client);
    });
    server.on('error', (error: Error) => {
      this.#options.reached(error);
    });
    client.once('close', () => server.destroy());
    server.once('close', () => {
      client.destroySoon();
    });
  }

  /** Closes idle connections. */
  close(): void {
    this.#agent.destroy();
  }

  #answered(answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): void {
    this.#options.reached(null);
    delete answer.headers.connection;
    delete answer.headers['keep-alive'];
    this.#onAnswer.get(request)?.(answer);
    // A watch without events has only a head, which would wait for the first one.
    if (answer.headers['content-length'] === undefined) {
      process.nextTick(() => {
        response.flushHeaders();
      });
    }
    answer.once('close', () => {
      if (!answer.complete && !response.writableEnded) response.destroy();
    });
  }
}

/** The library takes a DELETE without a length for one without a body. */
function keepChunked({ headers, rawHeaders }: IncomingMessage): void {
  if (!rawHeaders.some((name) => name.toLowerCase() === 'transfer-encoding')) return;
  delete headers['content-length'];
  headers['transfer-encoding'] = 'chunked';
}

/** Node joins what a client says several times, which the API server reads as one value: a group, for instance. */
function repeatedHeaders({ headersDistinct }: IncomingMessage): Record<string, string[]> {
  const entries = Object.entries(headersDistinct).flatMap(([name, values]) =>
    values === undefined || values.length < 2 ? [] : [[name, values] as const],
  );
  return Object.fromEntries(entries);
}

function requestHead({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : [],
  );
  return `${[`${method ?? ''} ${url ?? ''} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
}
