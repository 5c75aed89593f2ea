import { ServerResponse, type IncomingMessage } from 'node:http';
import { REFUSALS, type Refusal } from './refusal';

/** Answers a request with a refusal as the API server writes it. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  const status = REFUSALS[refusal];
  const body = JSON.stringify(status);
  const retryAfter = status.details?.retryAfterSeconds;
  response.writeHead(status.code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(body);
}

/** The same for a request that wanted to change the protocol: Node leaves its answer to whoever took it. */
export function refuseUpgrade(request: IncomingMessage, refusal: Refusal): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(request.socket);
  response.once('finish', () => {
    request.socket.destroySoon();
  });
  refuse(response, refusal);
}
