import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { messageOf, statusOf } from '../../../lib/cluster/api-error';
import {
  createWatchSource,
  WatchCutError,
  type StreamEvent,
} from '../../../lib/cluster/watch-source';
import type { WatchedObject } from '../../../lib/cluster/watch-state';

const target = { apiVersion: 'install.istio.io/v1alpha1', plural: 'istiooperators' };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let asked: URL[];
let answer: Answer;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://x'));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function config(): KubeConfig {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const kube = new KubeConfig();
  const cluster = { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
  kube.loadFromClusterAndUser(cluster, { name: 'u', token: 'secret' });
  return kube;
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

function object(name: string): WatchedObject {
  return { metadata: { namespace: 'mesh', name, uid: name, resourceVersion: '5' } };
}

const never = new AbortController().signal;

async function watched(
  signal = never,
): Promise<{ events: StreamEvent<WatchedObject>[]; error: unknown }> {
  const events: StreamEvent<WatchedObject>[] = [];
  const on = {
    opened: () => undefined,
    event: (event: StreamEvent<WatchedObject>) => events.push(event),
  };
  const from = { resourceVersion: '5', timeoutSeconds: 60 };
  try {
    await createWatchSource(config(), target).watch(from, on, signal);
    return { events, error: null };
  } catch (error) {
    return { events, error };
  }
}

describe('listing', () => {
  it('follows the continue token of custom kinds through every page', async () => {
    answer = (request, response) => {
      const isFirst = !request.url?.includes('continue=next');
      const metadata = { resourceVersion: '9', continue: isFirst ? 'next' : '' };
      json({ metadata, items: [object(isFirst ? 'a' : 'b')] })(request, response);
    };
    const { objects, resourceVersion } = await createWatchSource(config(), target).list(never);
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(resourceVersion).toBe('9');
    expect(asked[0]?.pathname).toBe('/apis/install.istio.io/v1alpha1/istiooperators');
  });

  it('stays in one namespace where one is named', async () => {
    answer = json({ metadata: { resourceVersion: '9' }, items: [] });
    const core = { apiVersion: 'v1', plural: 'configmaps', namespace: 'istio-system' };
    await createWatchSource(config(), core).list(never);
    expect(asked[0]?.pathname).toBe('/api/v1/namespaces/istio-system/configmaps');
  });

  it('says what is missing where the kind is not served', async () => {
    answer = (_request, response) => {
      response.writeHead(404).end('404 page not found\n');
    };
    const error: unknown = await createWatchSource(config(), target)
      .list(never)
      .catch((thrown: unknown) => thrown);
    expect(statusOf(error)).toBe(404);
    expect(messageOf(error)).toContain('serves no istiooperators of install.istio.io/v1alpha1');
  });
});

describe('watching', () => {
  it('asks for bookmarks from a version on, with the credentials of the kubeconfig', async () => {
    let authorization: string | undefined;
    answer = (request, response) => {
      authorization = request.headers.authorization;
      response.end();
    };
    expect((await watched()).error).toBeNull();
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '5',
      timeoutSeconds: '60',
    });
    expect(authorization).toBe('Bearer secret');
  });

  it('reads events however they are cut into pieces', async () => {
    const lines = [
      { type: 'ADDED', object: { ...object('ä'), spec: { hub: 'dürr' } } },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: '30' } } },
      { type: 'DELETED', object: object('ä') },
    ];
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    answer = (_request, response) => {
      const send = (at: number) => {
        if (at >= bytes.length) response.end();
        else response.write(bytes.subarray(at, at + 7), () => setImmediate(send, at + 7));
      };
      send(0);
    };
    const { events, error } = await watched();
    expect(error).toBeNull();
    expect(events).toEqual([
      { type: 'changed', change: 'ADDED', object: lines[0]?.object },
      { type: 'bookmark', resourceVersion: '30' },
      { type: 'changed', change: 'DELETED', object: lines[2]?.object },
    ]);
  });

  it.each<[string, Answer]>([
    ['in place of an answer', json({ message: 'too old resource version' }, 410)],
    [
      'in the stream',
      (_request, response) => {
        const status = { kind: 'Status', code: 410, message: 'too old resource version' };
        response.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
      },
    ],
  ])('fails with the status and the reason that came %s', async (_where, given) => {
    answer = given;
    const { error } = await watched();
    expect(statusOf(error)).toBe(410);
    expect(messageOf(error)).toBe('the API server answered 410: too old resource version');
  });

  it('keeps the reason of a refusal, which names the missing right', async () => {
    const message = 'User "x" cannot watch resource "istiooperators" at the cluster scope';
    answer = json({ kind: 'Status', message }, 403);
    expect(messageOf((await watched()).error)).toBe(`the API server answered 403: ${message}`);
  });

  it('is cut when the connection breaks, with what came before', async () => {
    answer = (_request, response) => {
      response.write(
        `${JSON.stringify({ type: 'ADDED', object: object('a') })}\n{"type":"ADD`,
        () => {
          response.destroy();
        },
      );
    };
    const { events, error } = await watched();
    expect(events).toHaveLength(1);
    expect(error).toBeInstanceOf(WatchCutError);
  });

  it('is cut when what it sends cannot be read', async () => {
    answer = (_request, response) => {
      response.end('<html>\n');
    };
    expect((await watched()).error).toBeInstanceOf(WatchCutError);
  });

  it.each<[string, Answer, string]>([
    ['before the API server answers', () => undefined, 'AbortError'],
    [
      'while the API server is silent',
      (_request, response) => {
        response.flushHeaders();
      },
      'WatchCutError',
    ],
  ])('ends when told to %s', async (_when, given, name) => {
    const stop = new AbortController();
    answer = (request, response) => {
      given(request, response);
      setTimeout(() => {
        stop.abort();
      }, 20);
    };
    expect((await watched(stop.signal)).error).toMatchObject({ name });
  });
});
