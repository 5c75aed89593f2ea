import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';

/** A request as it arrived. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** What is answered: a status and an object, or a refusal with the API server's message. */
export type StubAnswer =
  | { readonly code: number; readonly body: unknown }
  | { readonly code: number; readonly message: string };

/** An API server that answers what a test says, over real HTTP. */
export class StubApiServer {
  readonly client: KubeClient;
  /** Where it listens. */
  readonly url: string;
  readonly requests: StubRequest[] = [];
  readonly #server: Server;

  private constructor(port: number, server: Server) {
    this.client = createKubeClient({ kubeconfig: kubeconfigFor(port) });
    this.url = `http://127.0.0.1:${port}`;
    this.#server = server;
  }

  static async start(answer: (request: StubRequest) => StubAnswer): Promise<StubApiServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const stub = new StubApiServer(port, server);
    server.on('request', (message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const url = new URL(message.url ?? '', 'http://stub');
        const text = Buffer.concat(chunks).toString('utf8');
        const request: StubRequest = {
          method: message.method ?? '',
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          contentType: message.headers['content-type'],
          body: text === '' ? null : JSON.parse(text),
        };
        stub.requests.push(request);
        const answered = answer(request);
        const body = 'body' in answered ? answered.body : { kind: 'Status', ...answered };
        response.writeHead(answered.code, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
    return stub;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** A new kubeconfig file for an API server that listens on this port of this machine; its path. */
export function kubeconfigFor(port: number): string {
  const file = join(mkdtempSync(join(tmpdir(), 'istio-revisions-stub-')), 'kubeconfig');
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  const config = {
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'c', user: {} }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
    'current-context': 'c',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
