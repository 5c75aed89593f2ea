import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure, type RequestOptions } from 'node:https';
import { ApiException, type KubeConfig } from '@kubernetes/client-node';
import { REQUEST_TIMEOUT_MS } from './api-configuration';

/** How often a quiet connection is probed, in milliseconds: a peer that vanished is noticed within a minute. */
const KEEP_ALIVE_MS = 30_000;

/** Query of a request; what is undefined is left out. */
export type ApiQuery = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The body of one GET, as it arrives. The client library's own requests do not do here: its `Watch` cannot be aborted before the
 * API server answers and drops the reason of a refusal, and its typed lists lose the continue token of custom kinds, so that a
 * list of them ends after the first page.
 * @param signal - aborts the request at any time, also while the body is read
 *
 * @throws ApiException when the API server refuses, with its reason.
 * @throws Error when it cannot be reached, or does not begin to answer within 30 s.
 * @see https://github.com/kubernetes-client/javascript/blob/1.4.0/src/watch.ts
 */
export async function apiGet(
  config: KubeConfig,
  path: string,
  query: ApiQuery,
  signal: AbortSignal,
  accept = 'application/json',
): Promise<IncomingMessage> {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error('the kubeconfig has no current cluster');
  const url = new URL(cluster.server.replace(/\/$/, '') + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const options: RequestOptions = { headers: { accept } };
  await config.applyToHTTPSOptions(options);
  const response = await answerTo(url, { ...options, signal });
  if (response.statusCode !== 200) throw await refusal(response);
  return response;
}

/** The whole body of one GET, as JSON. */
export async function apiGetJson(
  config: KubeConfig,
  path: string,
  query: ApiQuery,
  signal: AbortSignal,
  accept?: string,
): Promise<unknown> {
  return JSON.parse(await textOf(await apiGet(config, path, query, signal, accept)));
}

function answerTo(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const get = url.protocol === 'http:' ? getPlain : getSecure;
  return new Promise((resolve, reject) => {
    const request = get(url, options, resolve);
    const timer = setTimeout(() => {
      request.destroy(
        new Error(`the API server did not answer within ${REQUEST_TIMEOUT_MS / 1000} s`),
      );
    }, REQUEST_TIMEOUT_MS);
    request.on('response', () => {
      clearTimeout(timer);
    });
    request.on('close', () => {
      clearTimeout(timer);
    });
    request.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS));
    request.on('error', reject);
  });
}

async function refusal(response: IncomingMessage): Promise<ApiException<string>> {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
  );
  const code = response.statusCode ?? 0;
  return new ApiException(code, 'Unsuccessful HTTP Request', await textOf(response), headers);
}

async function textOf(response: IncomingMessage): Promise<string> {
  const timer = setTimeout(() => {
    response.destroy(new Error(`the API server's answer did not end`));
  }, REQUEST_TIMEOUT_MS);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    clearTimeout(timer);
  }
}
