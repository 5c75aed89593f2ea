import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

// A Helm repository and an OCI registry of charts, in a process of their own: who fetches a chart waits synchronously, so a server
// beside it would never answer. What is below /slow never is answered, what is below /wrong gets a page for people.
const [, , folder = ''] = process.argv;

const requests: string[] = [];
const blobs = new Map<string, Buffer>();
const manifests = new Map<string, { readonly type: string; readonly content: Buffer }>();

const digestOf = (content: Buffer) =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

function file(path: string, response: ServerResponse): void {
  const found = join(folder, path);
  if (existsSync(found) && statSync(found).isFile()) response.end(readFileSync(found));
  else response.writeHead(404).end('not here');
}

/** @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#endpoints */
function registry(method: string, url: URL, body: Buffer, response: ServerResponse): void {
  const [, name = '', kind = '', reference = ''] =
    /^\/v2\/(.+)\/(blobs|manifests|tags)\/(.*)$/.exec(url.pathname) ?? [];
  if (kind === '') response.writeHead(200).end('{}');
  else if (kind === 'tags') {
    const tags = [...manifests.keys()].map((key) => key.split(' ')).filter(([of]) => of === name);
    response.end(JSON.stringify({ name, tags: tags.map(([, tag]) => tag) }));
  } else if (kind === 'manifests') manifest(method, `${name} ${reference}`, body, response);
  else blob(method, { name, reference, digest: url.searchParams.get('digest') }, body, response);
}

let type = '';

function manifest(method: string, key: string, content: Buffer, response: ServerResponse): void {
  const digest = digestOf(content);
  if (method === 'PUT') {
    const [name = ''] = key.split(' ');
    for (const reference of [key, `${name} ${digest}`]) manifests.set(reference, { type, content });
    response.writeHead(201, { 'Docker-Content-Digest': digest, Location: '/' }).end();
    return;
  }
  const found = manifests.get(key);
  if (found === undefined) {
    response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"unknown"}]}');
    return;
  }
  response.writeHead(200, {
    'Content-Type': found.type,
    'Content-Length': found.content.length,
    'Docker-Content-Digest': digestOf(found.content),
  });
  response.end(method === 'HEAD' ? undefined : found.content);
}

function blob(
  method: string,
  { name, reference, digest }: { name: string; reference: string; digest: string | null },
  body: Buffer,
  response: ServerResponse,
): void {
  if (method === 'POST') {
    response.writeHead(202, { Location: `/v2/${name}/blobs/uploads/${randomUUID()}` }).end();
  } else if (method === 'PUT') {
    blobs.set(digest ?? '', body);
    response.writeHead(201, { Location: `/v2/${name}/blobs/${digest ?? ''}` }).end();
  } else {
    const found = blobs.get(reference);
    if (found === undefined) response.writeHead(404).end();
    else {
      response.writeHead(200, { 'Content-Length': found.length });
      response.end(method === 'HEAD' ? undefined : found);
    }
  }
}

function answer({ method = '', url = '' }: IncomingMessage, body: Buffer, to: ServerResponse) {
  const where = new URL(url, 'http://127.0.0.1');
  if (where.pathname === '/requests') to.end(JSON.stringify(requests));
  else {
    requests.push(`${method} ${where.pathname}`);
    if (where.pathname.includes('/slow/')) return;
    if (where.pathname.includes('/wrong/')) to.end('<html>Sign in to go on</html>');
    else if (where.pathname.startsWith('/v2/')) registry(method, where, body, to);
    else file(where.pathname, to);
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    type = request.headers['content-type'] ?? '';
    answer(request, Buffer.concat(chunks), response);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`);
});
// Whoever started it has gone.
process.stdin.resume().on('end', () => process.exit(0));
