import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { messageOf } from '../../cluster/api-error';
import type { Health } from './health';

/** What the server answers with. */
export interface HealthSources {
  /** `/healthz`: whether a restart would not help. */
  readonly live: () => Health;
  /** `/readyz`: whether it does, or could do, its work. */
  readonly ready: () => Health;
  /** `/metrics`, in Prometheus' text format. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** A listening server. */
export interface HealthServer {
  readonly port: number;
  /** Ends it at once, with the connections that are open. */
  close(): Promise<void>;
}

/** Where to listen. */
export interface HealthAddress {
  /** Absent means every address. */
  readonly host?: string;
  /** 0 means any that is free. */
  readonly port: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TEXT = 'text/plain; charset=utf-8';

/**
 * Serves `/healthz`, `/readyz` and `/metrics`: 200 when well, 503 with the reason when not, 404 elsewhere, 405 for anything but GET.
 *
 * @throws Error when the port cannot be had.
 */
export async function startHealthServer(
  { host, port }: HealthAddress,
  sources: HealthSources,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answerTo(request, sources).then((answer) => {
      send(response, answer);
    });
  });
  await listening(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, host: string | undefined, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
}

async function answerTo(request: IncomingMessage, sources: HealthSources): Promise<Answer> {
  const answer = route((request.url ?? '').split('?')[0] ?? '', sources);
  if (answer === null) return { status: 404, text: 'there are /healthz, /readyz and /metrics\n' };
  if (request.method !== 'GET')
    return { status: 405, text: 'GET only\n', headers: { allow: 'GET' } };
  try {
    return await answer();
  } catch (error) {
    return { status: 500, text: `${messageOf(error)}\n` };
  }
}

function route(path: string, sources: HealthSources): (() => Answer | Promise<Answer>) | null {
  switch (path) {
    case '/healthz':
      return () => healthAnswer(sources.live());
    case '/readyz':
      return () => healthAnswer(sources.ready());
    case '/metrics':
      return async () => {
        const { contentType, text } = await sources.metrics();
        return { status: 200, text, headers: { 'content-type': contentType } };
      };
    default:
      return null;
  }
}

function healthAnswer({ ok, message }: Health): Answer {
  return { status: ok ? 200 : 503, text: `${message}\n` };
}

function send(response: ServerResponse, { status, text, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': TEXT,
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}
