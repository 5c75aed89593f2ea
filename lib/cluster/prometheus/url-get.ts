import { readFile } from 'node:fs/promises';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure, type RequestOptions } from 'node:https';
import { messageOf } from '../api-error';

/** A Prometheus, or what answers like one, at a URL. */
export interface PrometheusUrl {
  /** Such as `https://prometheus.example.org`, or with the path below which its API is. */
  readonly url: string;
  /** A file with the certificates, as PEM, that the server's may lead to. @default those that Node trusts */
  readonly caFile?: string;
  /** A file with the bearer token; read for each request, since tokens are renewed. @default no token */
  readonly tokenFile?: string;
  /** More headers, such as the tenant: `{ 'X-Scope-OrgID': 'shop' }`. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long one request may take, from 1. @default 10 */
  readonly timeoutSeconds?: number;
}

const DEFAULT_TIMEOUT_SECONDS = 10;

/** A longer answer is not what was asked for, in bytes. */
const LONGEST = 64 * 1024 * 1024;

/**
 * The body of one GET below a URL. A refused query has a body too, which tells why. No error names a token or a header.
 *
 * @throws Error naming the server and what is wrong: it cannot be reached, is not who it should be, redirects, or answers neither
 * in time nor with JSON.
 */
export async function urlGet(target: PrometheusUrl, path: string): Promise<string> {
  const url = new URL(target.url.replace(/\/$/, '') + path);
  const seconds = target.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const options = await optionsOf(target, AbortSignal.timeout(seconds * 1000));
  try {
    const response = await answerTo(url, options);
    requireJson(response);
    return await textOf(response);
  } catch (error) {
    const isLate = options.signal?.aborted === true;
    const what = isLate ? `did not answer within ${seconds} s` : messageOf(error);
    throw new Error(`${url.origin}: ${what}`);
  }
}

async function optionsOf(
  { caFile, tokenFile, headers }: PrometheusUrl,
  signal: AbortSignal,
): Promise<RequestOptions> {
  const token = tokenFile === undefined ? null : (await contentOf('tokenFile', tokenFile)).trim();
  return {
    signal,
    headers: {
      accept: 'application/json',
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(caFile === undefined ? {} : { ca: await contentOf('caFile', caFile) }),
  };
}

async function contentOf(field: string, file: string): Promise<string> {
  try {
    const content = await readFile(file, 'utf8');
    if (content.trim() !== '') return content;
  } catch (error) {
    throw new Error(`prometheus.${field} could not be read: ${messageOf(error)}`);
  }
  throw new Error(`prometheus.${field}: ${file} is empty`);
}

function answerTo(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const request = url.protocol === 'http:' ? requestPlain : requestSecure;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end();
  });
}

/** A login page, a proxy's error or another place is no answer, whatever its status. */
function requireJson({ statusCode = 0, headers }: IncomingMessage): void {
  if (statusCode >= 300 && statusCode < 400) {
    // Where it leads to may be anybody, who must not get the token.
    throw new Error(
      `it redirects elsewhere (${statusCode}); set prometheus.url to where its API is`,
    );
  }
  if (statusCode === 401 || statusCode === 403) {
    throw new Error(`it answered ${statusCode}; check prometheus.tokenFile and prometheus.headers`);
  }
  const type = headers['content-type'] ?? '';
  if (type.includes('json')) return;
  if (statusCode !== 200) throw new Error(`it answered ${statusCode}`);
  throw new Error(`it answered ${type === '' ? 'no type' : type} in place of JSON`);
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length > LONGEST) {
      response.destroy();
      throw new Error(`its answer is longer than ${LONGEST / 1024 / 1024} MiB`);
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
