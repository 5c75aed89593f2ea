import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Finds what a scrape of an address and port of the pod network gets; `null` when nothing answers there. */
export type FindMetrics = (address: string, port: number) => Promise<string | null>;

/** The text format of Prometheus. */
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * An HTTP proxy for Prometheus alone: the pods of the lab have addresses that lead nowhere, so what stands behind them
 * answers here. Prometheus is configured as in any cluster, and only told to scrape through this proxy.
 */
export async function openScrapeProxy(port: number, find: FindMetrics): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, response, find);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: FindMetrics,
): Promise<void> {
  try {
    const { hostname, port } = new URL(request.url ?? '');
    const text = await find(hostname, Number(port));
    if (text === null) response.writeHead(502).end(`nothing answers at ${hostname}:${port}\n`);
    else response.writeHead(200, { 'content-type': TEXT }).end(text);
  } catch (error) {
    response.writeHead(502).end(`${String(error)}\n`);
  }
}
