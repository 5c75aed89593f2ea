import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FailureLog } from '../agent/failure-log';
import type { Log } from '../agent/log';
import { parseApiRequest, type ApiRequest } from './api-request';
import { isUnreachable, type ApiFault } from './decide-answer';
import { FaultRun } from './fault-run';
import type { Refusal } from './refusal';
import { refuse, refuseUpgrade } from './refuse';
import { RunningWatches } from './running-watches';
import { Upstream } from './upstream';
import { WaitingRequests } from './waiting-requests';

/** How often watches and waiting requests are looked at. */
const TICK_MS = 50;

/** As long as Go's servers take them. */
const MAX_HEADER_BYTES = 1024 ** 2;

/** Nothing may end here that would go on at the API server itself. */
const NO_LIMIT = { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 } as const;

/** What the proxy needs. */
export interface ApiProxyOptions {
  /** On loopback; 0 for any that is free. */
  readonly port: number;
  /** URL of the API server. */
  readonly apiServer: string;
  /** The API server's own, which its clients trust; PEM. */
  readonly certificate: { readonly cert: string; readonly key: string };
  /** The fault that stands now. It is asked often. */
  readonly readFault: () => ApiFault | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** A request on its way: what can become of it. */
interface Exchange {
  readonly request: ApiRequest;
  readonly socket: Socket;
  readonly forward: () => void;
  readonly refuse: (refusal: Refusal) => void;
  readonly recall: (run: FaultRun) => void;
}

/** Stands before the API server. Without a fault clients cannot tell it from the API server; with one it fails as one fails. */
export class ApiProxy {
  readonly #options: ApiProxyOptions;
  readonly #server: Server;
  readonly #upstream: Upstream;
  readonly #sockets = new Set<Socket>();
  readonly #watches = new RunningWatches();
  readonly #waiting = new WaitingRequests();
  readonly #timer: NodeJS.Timeout;
  #run: FaultRun | null = null;

  private constructor(options: ApiProxyOptions) {
    this.#options = options;
    const { apiServer, certificate, log } = options;
    const failures = new FailureLog(log);
    this.#upstream = new Upstream({
      url: apiServer,
      ca: certificate.cert,
      reached: (error) => {
        const [event, subject] = ['api-server-unreachable', apiServer];
        if (error === null) failures.worked(event, subject);
        else failures.failed(event, subject, error.message);
      },
    });
    this.#server = createServer({ ...certificate, maxHeaderSize: MAX_HEADER_BYTES, ...NO_LIMIT });
    this.#server.on('connection', (socket: Socket) => {
      this.#connected(socket);
    });
    this.#server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(this.#exchange(request, response));
    });
    this.#server.on('upgrade', (request: IncomingMessage, _socket, head: Buffer) => {
      this.#serve(this.#upgrade(request, head));
    });
    this.#timer = setInterval(() => {
      this.#tick();
    }, TICK_MS);
  }

  /** Opens the port. @throws when it is taken */
  static async open(options: ApiProxyOptions): Promise<ApiProxy> {
    const proxy = new ApiProxy(options);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(options.port, '127.0.0.1', resolve);
    }).catch((error: unknown) => {
      clearInterval(proxy.#timer);
      throw error;
    });
    return proxy;
  }

  /** Where it listens. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Ends every connection; resolves when they are gone. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#disconnectAll();
    this.#upstream.close();
    await closed;
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    const run = this.#refresh();
    if (run !== null && isUnreachable(run.fault, this.#options.now())) socket.destroy();
  }

  #serve({ request, socket, ...exchange }: Exchange): void {
    const run = this.#refresh();
    const now = this.#options.now();
    const answer = run?.answer(request, now);
    if (run === null || answer === undefined) {
      exchange.forward();
      return;
    }
    switch (answer.type) {
      case 'forward': {
        const { delayMs } = answer;
        if (delayMs === 0) exchange.forward();
        else this.#waiting.add({ socket, until: now + delayMs, proceed: exchange.forward });
        break;
      }
      case 'hold':
        this.#waiting.add({ socket, until: null, proceed: exchange.forward });
        break;
      case 'refuse':
        exchange.refuse(answer.refusal);
        break;
      case 'recall':
        exchange.recall(run);
        break;
      case 'close':
        socket.destroy();
    }
  }

  #exchange(incoming: IncomingMessage, response: ServerResponse): Exchange {
    const request = parseApiRequest(incoming.method ?? '', incoming.url ?? '');
    const forward = (onAnswer?: (answer: IncomingMessage) => void) => {
      this.#upstream.forward(incoming, response, (answer) => {
        onAnswer?.(answer);
        if (request.isWatch && answer.statusCode === 200)
          this.#watches.add(this.#options.now(), answer, response);
      });
    };
    return {
      request,
      socket: incoming.socket,
      forward,
      refuse: (refusal) => {
        refuse(response, refusal);
      },
      recall: ({ remembered }) => {
        if (remembered.replay(incoming, response)) return;
        forward((answer) => {
          remembered.record(incoming, answer);
        });
      },
    };
  }

  #upgrade(incoming: IncomingMessage, head: Buffer): Exchange {
    const forward = () => {
      this.#upstream.forwardUpgrade(incoming, head);
    };
    return {
      request: parseApiRequest(incoming.method ?? '', incoming.url ?? '', true),
      socket: incoming.socket,
      forward,
      refuse: (refusal) => {
        refuseUpgrade(incoming, refusal);
      },
      recall: forward,
    };
  }

  #tick(): void {
    const run = this.#refresh();
    if (run === null) return;
    const now = this.#options.now();
    this.#waiting.proceed(now);
    this.#watches.apply(run.fault, now);
    if (isUnreachable(run.fault, now)) this.#disconnectAll();
  }

  #disconnectAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The run of the fault that stands now: a new one when it was set anew. */
  #refresh(): FaultRun | null {
    const fault = this.#options.readFault();
    const before = this.#run?.fault;
    if (fault?.mode === before?.mode && fault?.since === before?.since) return this.#run;
    this.#run = fault === null ? null : new FaultRun(fault);
    this.#options.log('fault', { mode: fault?.mode ?? 'none' });
    this.#waiting.release();
    return this.#run;
  }
}
