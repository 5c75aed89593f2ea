import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { answerRequest, type PageSource } from './answer-request';

/** A dashboard that listens. */
export interface Dashboard {
  readonly url: string;
  /** Ends at once, with every connection to it. */
  readonly close: () => Promise<void>;
}

const zipped = promisify(gzip);

/**
 * Serves a page, to be read and no more.
 * @param port - 0 for any that is free
 * @throws the error of the system where it cannot listen there
 */
export async function serveDashboard(source: PageSource, port: number): Promise<Dashboard> {
  const server = createServer((request, response) => {
    respond(source, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, source.listening, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${host}:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function respond(
  source: PageSource,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, url, headers } = request;
  const answer = await answerRequest({ method, url, host: headers.host }, source);
  const isZipped = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
  const body = isZipped ? await zipped(answer.body) : Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(isZipped ? { 'Content-Encoding': 'gzip' } : {}),
    Vary: 'Accept-Encoding',
    'Content-Length': body.length,
  });
  response.end(method === 'HEAD' ? undefined : body);
}
