import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  ResponseContext,
  SelfDecodingBody,
  wrapHttpLibrary,
  type HttpLibrary,
  type RequestContext,
} from '@kubernetes/client-node';
import { lengthOf } from './length-of';

const unzip = promisify(gunzip);

/**
 * Sends with Node's own client and reads each answer to its end. The one that the client library brings, node-fetch 2, takes an
 * answer for cut off where its connection is kept and another request waits for it: just the large, compressed ones of a large
 * mesh, and then at every look.
 *
 * @see https://github.com/node-fetch/node-fetch/blob/v2.7.0/src/index.js, fixResponseChunkedTransferBadEnding
 */
export function nodeHttp(): HttpLibrary {
  return wrapHttpLibrary({
    send: async (context) => {
      const answer = await answerTo(context);
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const raw = Buffer.concat(chunks);
      const isZipped = answer.headers['content-encoding'] === 'gzip';
      const body = new SelfDecodingBody(isZipped ? unzip(raw) : Promise.resolve(raw));
      return new ResponseContext(answer.statusCode ?? 0, headersOf(answer), body);
    },
  });
}

function answerTo(context: RequestContext): Promise<IncomingMessage> {
  const url = new URL(context.getUrl());
  const body = context.getBody();
  if (body !== undefined && typeof body !== 'string')
    throw new Error('the API of a cluster takes no form');
  const send = url.protocol === 'http:' ? requestPlain : requestSecure;
  const signal = context.getSignal();
  const agent = context.getAgent();
  const options: RequestOptions = {
    method: context.getHttpMethod(),
    headers: { ...context.getHeaders(), 'accept-encoding': 'gzip', ...lengthOf(body) },
    ...(agent === undefined ? {} : { agent }),
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((resolve, reject) => {
    const request = send(url, options, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
