import { setTimeout as pause } from 'node:timers/promises';
import {
  HttpMethod,
  wrapHttpLibrary,
  type HttpLibrary,
  type RequestContext,
  type ResponseContext,
} from '@kubernetes/client-node';
import { nodeHttp } from './node-http';

/** How often a request is sent at most. */
const ATTEMPTS = 10;

/** No pause is longer, whatever is asked for, in seconds: the request has a time limit of its own. */
const LONGEST_PAUSE_S = 10;

/**
 * Sends what an API server with too much to do turned away once more, after the pause that it asks for: it counts on that to
 * share its time fairly. Whatever comes without such a wish is given back as it is. The request's signal ends all of it.
 *
 * @see https://github.com/kubernetes/client-go/blob/v0.34.0/rest/with_retry.go
 */
export function patientHttp(inner: HttpLibrary = nodeHttp()): HttpLibrary {
  return wrapHttpLibrary({
    send: async (request) => {
      for (let attempt = 1; ; attempt += 1) {
        const response = await sentAgainWhereLost(inner, request);
        const seconds = askedPause(response);
        if (seconds === null || attempt === ATTEMPTS) return response;
        // The connection is free for others only then.
        const text = await response.body.text();
        await pause(seconds * 1000, undefined, signalOf(request)).catch(() => {
          throw new Error(
            `the API server answered ${response.httpStatusCode} and asked to wait, until it was too late: ${text}`,
          );
        });
      }
    },
  });
}

/**
 * A server may close a connection that is kept in the moment in which a request is written to it. Whether the request arrived is
 * then not known, so only what reads is sent once more.
 * @see https://github.com/golang/go/blob/go1.24.0/src/net/http/transport.go, shouldRetryRequest
 */
async function sentAgainWhereLost(
  inner: HttpLibrary,
  request: RequestContext,
): Promise<ResponseContext> {
  try {
    return await inner.send(request).toPromise();
  } catch (error) {
    const isRead = request.getHttpMethod() === HttpMethod.GET;
    if (!isRead || !isClosed(error) || request.getSignal()?.aborted === true) throw error;
    return inner.send(request).toPromise();
  }
}

function isClosed(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

function askedPause({ httpStatusCode, headers }: ResponseContext): number | null {
  if (httpStatusCode !== 429 && httpStatusCode < 500) return null;
  const seconds = Number(headers['retry-after'] ?? NaN);
  return seconds >= 0 ? Math.min(seconds, LONGEST_PAUSE_S) : null;
}

function signalOf(request: RequestContext): { readonly signal?: AbortSignal } {
  const signal = request.getSignal();
  return signal === undefined ? {} : { signal };
}
