import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { messageOf } from '../../../lib/cluster/api-error';
import type { Outcome } from '../traffic/outcome';
import type { Hop } from '../traffic/outbound';
import type { IstiodHop } from '../used-istiods';
import { ISTIOD_PATH, type IstiodAnswer, type PeerAnswers, type PeerMessage } from './peer-client';

/** Lets requests of other clusters in. */
export type Receive = (hops: readonly Hop[]) => Promise<readonly (Outcome | null)[]>;

/** Leads connections of other clusters to istiods of this one. */
export type LeadToIstiod = (hop: IstiodHop) => number | null;

/** Opens the port for the agents of other clusters, on loopback. @throws when it is taken */
export async function openPeerServer(
  port: number,
  receive: Receive,
  lead: LeadToIstiod = () => null,
): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, response, { receive, lead });
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
  { receive, lead }: { readonly receive: Receive; readonly lead: LeadToIstiod },
): Promise<void> {
  try {
    if (request.url === ISTIOD_PATH) {
      const port = lead((await json(request)) as IstiodHop);
      response.end(JSON.stringify({ port } satisfies IstiodAnswer));
      return;
    }
    const { hops } = (await json(request)) as PeerMessage;
    const outcomes = await receive(hops);
    response.end(JSON.stringify({ outcomes } satisfies PeerAnswers));
  } catch (error) {
    response.writeHead(500).end(messageOf(error));
  }
}
