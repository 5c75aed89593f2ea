import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createServer, request, type Agent, type Server } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { connect as connectWire, type AddressInfo, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { ApiProxy } from '../../../lab/api-proxy/api-proxy';
import type { ApiFault } from '../../../lab/api-proxy/decide-answer';

export const PODS = '/api/v1/namespaces/shop/pods';
export const WATCH = `${PODS}?watch=true`;

/** As kubectl asks for exec with the older protocol, and for port-forward with the newer one. */
export function upgrade(method: string, protocol: string, path = `${PODS}/x/exec`): string {
  return `${method} ${path} HTTP/1.1\r\nhost: api\r\nconnection: Upgrade\r\nupgrade: ${protocol}\r\n\r\n`;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate of loopback's own, as an API server makes it. */
export async function selfSigned(): Promise<{ readonly cert: string; readonly key: string }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=api',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const base64 = der.toString('base64').replace(/.{64}/g, '$&\n');
  const key = `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
  return { cert: certificate.toString('pem'), key };
}

/** A request as the API server got it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly remotePort: number;
}

/** What stands behind the proxy: says what it got, keeps watches open, and echoes what comes over a changed protocol. */
export class FakeApi {
  readonly seen: Seen[] = [];
  /** Open watches; the test writes their events. */
  readonly watches: ServerResponse[] = [];
  /** Watches that their client gave up. */
  readonly abandoned: ServerResponse[] = [];
  readonly upgraded: Socket[] = [];
  readonly server: Server;
  /** What a list holds now. */
  items = 'a';
  watchType = 'application/json';

  constructor(certificate: { readonly cert: string; readonly key: string }) {
    this.server = createServer(certificate, (incoming, response) => {
      void this.#answer(incoming, response);
    });
    this.server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.on('error', () => undefined);
      if (incoming.url === '/forbidden') {
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno');
        return;
      }
      this.upgraded.push(socket);
      const protocol = incoming.headers.upgrade ?? '';
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: ${protocol}\r\n\r\n`,
      );
      socket.write(head);
      socket.pipe(socket);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `https://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  close(): void {
    for (const socket of this.upgraded) socket.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', rawHeaders } = incoming;
    const remotePort = incoming.socket.remotePort ?? 0;
    const body = await textOf(incoming).catch(() => null);
    if (body === null) return;
    this.seen.push({ method, url, rawHeaders, body, remotePort });
    if (url.includes('watch=')) {
      response.writeHead(200, { 'content-type': this.watchType }).flushHeaders();
      response.once('close', () => {
        if (!response.writableFinished) this.abandoned.push(response);
      });
      this.watches.push(response);
    } else if (url.endsWith('/invalid')) {
      response.writeHead(422, { 'x-own': 'yes', 'content-type': 'text/plain' }).end('not so');
    } else if (method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'List', items: this.items }));
    } else response.end(body);
  }
}

/** The proxy with all that a test decides. */
export class Rig {
  readonly api: FakeApi;
  readonly cert: string;
  fault: ApiFault | null = null;
  now = 1_000_000;
  proxy!: ApiProxy;
  readonly log: string[] = [];

  private constructor(api: FakeApi, cert: string) {
    this.api = api;
    this.cert = cert;
  }

  static async open(): Promise<Rig> {
    const certificate = await selfSigned();
    const api = new FakeApi(certificate);
    const rig = new Rig(api, certificate.cert);
    rig.proxy = await ApiProxy.open({
      port: 0,
      apiServer: await api.listen(),
      certificate,
      readFault: () => rig.fault,
      now: () => rig.now,
      log: (event) => rig.log.push(event),
    });
    return rig;
  }

  async close(): Promise<void> {
    this.api.close();
    await this.proxy.close();
  }

  /** The fault stands from now on. */
  set(mode: ApiFault['mode']): void {
    this.now += 1;
    this.fault = { mode, since: this.now };
  }

  ask(method: string, path: string, options: Partial<AskOptions> = {}): Promise<Answer> {
    return ask(this.cert, this.proxy.port, method, path, options);
  }

  watch(path: string): Promise<ClientWatch> {
    return openWatch(this.cert, this.proxy.port, path);
  }

  /** Asks for another protocol. @returns a connection on which everything can be said */
  async raw(head: string): Promise<RawConnection> {
    const wire = connectWire(this.proxy.port, '127.0.0.1');
    const socket = connect({ socket: wire, host: '127.0.0.1', ca: this.cert });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const connection = { socket, text: '', closed: false, reset: () => wire.resetAndDestroy() };
    socket.on('data', (chunk: Buffer) => (connection.text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => (connection.closed = true));
    socket.write(head);
    return connection;
  }
}

interface RawConnection {
  readonly socket: Socket;
  text: string;
  closed: boolean;
  /** Goes away as a client does that was killed. */
  readonly reset: () => void;
}

interface AskOptions {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** What a client gets; an error's code in place of the status when it gets nothing. */
export interface Answer {
  readonly status: number | string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export function ask(
  ca: string,
  port: number,
  method: string,
  path: string,
  { body, ...options }: Partial<AskOptions> = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      resolve({ status: error.code ?? '', headers: {}, text: '' });
    };
    const settings = { host: '127.0.0.1', port, ca, method, path, agent: false as const };
    const sent = request({ ...settings, ...options }, (response) => {
      textOf(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      }, failed);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

interface ClientWatch {
  readonly status: number;
  text: string;
  /** How it ended: `null` while it has not. */
  end: 'whole' | 'cut' | null;
  readonly abort: () => void;
}

/** Resolves as soon as the head of the answer is there. */
function openWatch(ca: string, port: number, path: string): Promise<ClientWatch> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, ca, path, agent: false }, (response) => {
      const watch: ClientWatch = {
        status: response.statusCode ?? 0,
        text: '',
        end: null,
        abort: () => sent.destroy(),
      };
      response.on('data', (chunk: Buffer) => (watch.text += chunk.toString()));
      response.on('error', () => undefined);
      response.on('close', () => (watch.end = response.complete ? 'whole' : 'cut'));
      resolve(watch);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const PATIENCE_MS = 60_000;

/** Waits for what comes by itself. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`still not so: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
