import type { Server } from 'node:http';
import { FailureLog } from '../../../lab/agent/failure-log';
import { PeerClient } from '../../../lab/agent/peers/peer-client';
import { openPeerServer, type Receive } from '../../../lab/agent/peers/peer-server';
import type { Hop } from '../../../lab/agent/traffic/outbound';
import { planFleet } from '../../../lab/fleet/fleet';
import { freePorts } from '../../../lab/processes';

const hop = (turn: number): Hop => ({
  service: 'stock.shop.svc.cluster.local',
  isMutual: true,
  root: 'A',
  caller: {
    pod: 'shop/front',
    namespace: 'shop',
    workload: 'front',
    serviceAccount: 'front',
    app: 'front',
    version: 'v1',
    cluster: 'cluster-1',
  },
  address: '172.31.2.1',
  port: 15443,
  sni: 'outbound_.8080_._.stock.shop.svc.cluster.local',
  turn,
  attempt: 0,
  hops: 1,
});

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function peer(receive: Receive) {
  const [port = 0] = await freePorts(1);
  const [member] = planFleet('/lab', { clusters: 1, networks: 1 }, [port]).members;
  const events: string[] = [];
  const client = new PeerClient(new FailureLog((event) => events.push(event)));
  servers.push(await openPeerServer(port, receive));
  return { client, member: member!, events };
}

const answer = (code: number) => ({
  code,
  flags: '-',
  callee: null,
  service: 'x',
  security: 'mutual_tls' as const,
  milliseconds: 12,
});

describe('agents of two clusters', () => {
  it('tell each other all requests of a moment at once, and each gets its own answer', async () => {
    const messages: (readonly Hop[])[] = [];
    const { client, member } = await peer((hops) => {
      messages.push(hops);
      return Promise.resolve(hops.map(({ turn }) => (turn === 2 ? null : answer(200 + turn))));
    });
    const outcomes = await Promise.all([1, 2, 3].map((turn) => client.ask(member, hop(turn))));
    expect(outcomes).toEqual([answer(201), null, answer(203)]);
    expect(messages).toEqual([[hop(1), hop(2), hop(3)]]);
  });

  it('take one that cannot be asked for one that nothing leads to, and say so once', async () => {
    const { client, member, events } = await peer(() => Promise.reject(new Error('broken')));
    expect(await client.ask(member, hop(1))).toBeNull();
    expect(await client.ask({ ...member, port: 1 }, hop(1))).toBeNull();
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events)).toEqual(new Set(['peer-unreachable']));
  });
});
