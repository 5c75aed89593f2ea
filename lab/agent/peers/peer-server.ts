import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { messageOf } from '../../../lib/cluster/api-error';
import type { Outcome } from '../traffic/outcome';
import type { Hop } from '../traffic/outbound';
import type { PeerAnswers, PeerMessage } from './peer-client';

/** Lets requests of other clusters in. */
export type Receive = (hops: readonly Hop[]) => Promise<readonly (Outcome | null)[]>;

/** Opens the port for the agents of other clusters, on loopback. @throws when it is taken */
export async function openPeerServer(port: number, receive: Receive): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, response, receive);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  receive: Receive,
): Promise<void> {
  try {
    const { hops } = (await json(request)) as PeerMessage;
    const outcomes = await receive(hops);
    response.end(JSON.stringify({ outcomes } satisfies PeerAnswers));
  } catch (error) {
    response.writeHead(500).end(messageOf(error));
  }
}
