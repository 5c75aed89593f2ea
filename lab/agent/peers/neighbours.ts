import type { Server } from 'node:http';
import { resolve } from 'node:path';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { readFleet } from '../../fleet/fleet';
import type { LabState } from '../../state';
import type { Endpoints } from '../endpoints';
import { FailureLog } from '../failure-log';
import { LoadBalancers } from '../load-balancers';
import type { Log } from '../log';
import { Inbound } from '../traffic/inbound';
import { Outbound } from '../traffic/outbound';
import { PeerClient } from './peer-client';
import { openPeerServer } from './peer-server';
import { Receiver, type Situation } from './receiver';

/** What an agent has beside its own cluster, in a lab with several. */
export interface Neighbours {
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly balancers: LoadBalancers;
  /** Lets requests of other clusters in from now on. @param situation - what the cluster is when they come */
  readonly open: (situation: () => Situation) => Promise<Server>;
}

/** The neighbours of a cluster; `null` in a lab of one. @throws Error when nothing says who they are */
export function neighboursOf(
  client: KubeClient,
  { dir, member }: LabState,
  endpoints: Endpoints,
  log: Log,
): Neighbours | null {
  if (member === undefined) return null;
  const fleet = readFleet(resolve(dir, '..', '..'));
  if (fleet === null) throw new Error(`there is no lab with several clusters above ${dir}`);
  const inbound = new Inbound();
  const peers = new PeerClient(new FailureLog(log));
  const outbound = new Outbound(member, fleet.members, peers.ask);
  const balancers = new LoadBalancers(client, member, new FailureLog(log));
  const isBehind = endpoints.includes;
  const receiver = new Receiver({ inbound, outbound, balancers, isBehind });
  const open = (situation: () => Situation) =>
    openPeerServer(member.port, (hops) => receiver.receive(hops, situation()));
  return { inbound, outbound, balancers, open };
}
