import { createServer as createOpenServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { ApiAnswerError, RawObjects, type RawObject } from '../../../lib/cluster/raw-objects';
import { selfSigned } from '../lab/api-proxy-rig';

const CONFIG_MAP: RawObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'mesh' },
};
const NAMESPACE: RawObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mesh' } };

const RESOURCES = {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
  ],
};

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
  readonly port: number;
}

let seen: Seen[];
let answer: { status: number; text: string };
const servers: Server[] = [];

beforeEach(() => {
  seen = [];
  answer = { status: 200, text: JSON.stringify(CONFIG_MAP) };
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const listener: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const url = request.url ?? '';
    const discovery = url.endsWith('/api/v1');
    const { authorization, 'content-type': contentType } = request.headers;
    const body = Buffer.concat(chunks).toString('utf8');
    const port = request.socket.remotePort ?? 0;
    if (!discovery)
      seen.push({ method: request.method ?? '', url, contentType, authorization, body, port });
    response.writeHead(discovery ? 200 : answer.status, { 'content-type': 'application/json' });
    response.end(discovery ? JSON.stringify(RESOURCES) : answer.text);
  });
};

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A client of a server in the open, below a path of its own. */
async function openClient(path = ''): Promise<RawObjects> {
  const port = await listen(createOpenServer(listener));
  return clientOf({ server: `http://127.0.0.1:${String(port)}${path}`, skipTLSVerify: true });
}

function clientOf(cluster: { server: string; skipTLSVerify: boolean; caData?: string }) {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'c', ...cluster }, { name: 'u', token: 'secret-token' });
  return RawObjects.open(config);
}

describe('an object is sent', () => {
  it('to its path, with the query and exactly the content that is given', async () => {
    const client = await openClient();
    const content = { spec: { 'x-kubernetes-list-type': 'map', nothing: null } };
    await client.send('patch', CONFIG_MAP, {
      query: { fieldManager: 'a b', dryRun: 'All' },
      contentType: 'application/apply-patch+yaml',
      content,
    });
    expect(seen).toMatchObject([
      {
        method: 'PATCH',
        url: '/api/v1/namespaces/mesh/configmaps/settings?fieldManager=a+b&dryRun=All',
        contentType: 'application/apply-patch+yaml',
        authorization: 'Bearer secret-token',
        body: JSON.stringify(content),
      },
    ]);
  });

  it.each([
    ['create', 'POST', '/api/v1/namespaces'],
    ['read', 'GET', '/api/v1/namespaces/mesh'],
    ['delete', 'DELETE', '/api/v1/namespaces/mesh'],
  ] as const)('to %s it', async (action, method, url) => {
    const client = await openClient();
    await client.send(action, NAMESPACE);
    expect(seen.map((one) => [one.method, one.url, one.body])).toEqual([[method, url, '']]);
  });

  it('to a server that lies below a path, such as behind a proxy for many clusters', async () => {
    for (const path of ['/k8s/clusters/c-1', '/k8s/clusters/c-1/']) {
      const client = await openClient(path);
      await client.send('read', NAMESPACE);
    }
    expect(seen.map(({ url }) => url)).toEqual(
      Array.from({ length: 2 }, () => '/k8s/clusters/c-1/api/v1/namespaces/mesh'),
    );
  });

  it('over TLS to a server whose certificate is trusted, over one connection', async () => {
    const certificate = await selfSigned();
    const port = await listen(createServer(certificate, listener));
    const client = clientOf({
      server: `https://127.0.0.1:${String(port)}`,
      skipTLSVerify: false,
      caData: Buffer.from(certificate.cert).toString('base64'),
    });
    for (const _ of [1, 2, 3]) await client.send('read', NAMESPACE);
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((one) => one.port)).size).toBe(1);
  });

  it('to no server whose certificate is not trusted', async () => {
    const port = await listen(createServer(await selfSigned(), listener));
    const other = await selfSigned();
    const client = clientOf({
      server: `https://127.0.0.1:${String(port)}`,
      skipTLSVerify: false,
      caData: Buffer.from(other.cert).toString('base64'),
    });
    await expect(client.send('read', NAMESPACE)).rejects.toThrow();
    expect(seen).toEqual([]);
  });
});

describe('what is answered', () => {
  it('is returned as it is, fields that no client knows included', async () => {
    const object = { ...CONFIG_MAP, spec: { 'x-kubernetes-preserve-unknown-fields': true } };
    answer = { status: 200, text: JSON.stringify(object) };
    expect(await (await openClient()).send('read', CONFIG_MAP)).toEqual(object);
  });

  it('is an error with the server’s words and causes', async () => {
    const causes = [{ reason: 'FieldManagerConflict', message: 'm', field: '.data' }];
    answer = { status: 409, text: JSON.stringify({ message: 'conflict', details: { causes } }) };
    const failed = (await openClient()).send('read', CONFIG_MAP);
    await expect(failed).rejects.toThrow(ApiAnswerError);
    await expect(failed).rejects.toMatchObject({
      status: 409,
      causes,
      message: 'the API server answered 409: conflict',
    });
  });

  it.each([
    [502, '<html>Bad Gateway</html>', 'the API server answered 502: <html>Bad Gateway</html>'],
    [403, '{"details":null}', 'the API server answered 403: {"details":null}'],
    [500, 'null', 'the API server answered 500: null'],
    [200, '<html>Sign in</html>', 'the API server answered 200: <html>Sign in</html>'],
    [302, '', 'the API server answered 302: '],
  ])('is an error of status %d too where it is no object: %s', async (status, text, message) => {
    answer = { status, text };
    const failed = (await openClient()).send('read', CONFIG_MAP);
    await expect(failed).rejects.toMatchObject({ status, causes: [], message });
  });

  it('is 404 for a kind that the cluster does not know', async () => {
    const unknown = { apiVersion: 'v1', kind: 'Widget', metadata: { name: 'w' } };
    await expect((await openClient()).send('read', unknown)).rejects.toMatchObject({
      status: 404,
      message: 'the API server answered 404: Unrecognized API version and kind: v1 Widget',
    });
    expect(seen).toEqual([]);
  });

  it('may be nothing at all: the connection was lost', async () => {
    const server = createOpenServer((request, response) => {
      if (request.url?.endsWith('/api/v1') === true) listener(request, response);
      else request.socket.destroy();
    });
    const port = await listen(server);
    const client = clientOf({ server: `http://127.0.0.1:${String(port)}`, skipTLSVerify: true });
    await expect(client.send('read', NAMESPACE)).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});
