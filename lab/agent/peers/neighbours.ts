import type { Server } from 'node:http';
import { resolve } from 'node:path';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { placeOf } from '../../fleet/addresses';
import { readFleet } from '../../fleet/fleet';
import type { LabState } from '../../state';
import type { Endpoints } from '../endpoints';
import { FailureLog } from '../failure-log';
import type { IstiodController } from '../istiod-controller';
import { LoadBalancers } from '../load-balancers';
import type { Log } from '../log';
import { Inbound } from '../traffic/inbound';
import { Outbound } from '../traffic/outbound';
import type { FollowToIstiod } from '../used-istiods';
import type { Endpoint } from '../xds-codec';
import { PeerClient } from './peer-client';
import { openPeerServer } from './peer-server';
import { Receiver, type Situation } from './receiver';

/** Where istiod's pods have their webhooks. */
const WEBHOOK_PORT = 15017;

/** What an agent has beside its own cluster, in a lab with several. */
export interface Neighbours {
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly balancers: LoadBalancers;
  /** Follows connections to the istiods of other clusters. */
  readonly follow: FollowToIstiod;
  /**
   * Lets requests of other clusters in from now on.
   * @param situation - what the cluster is when they come
   * @param istiods - those of the cluster
   */
  readonly open: (
    situation: () => Situation,
    istiods: Pick<IstiodController, 'portsAt'>,
  ) => Promise<Server>;
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
  const open: Neighbours['open'] = (situation, istiods) =>
    openPeerServer(
      member.port,
      (hops) => receiver.receive(hops, situation()),
      (hop) => portOf(receiver.lead(hop, situation()), istiods),
    );
  const follow: FollowToIstiod = async (hop) => {
    const place = placeOf(fleet.members, hop.address);
    return place?.kind === 'load-balancer' ? peers.istiod(place.member, hop) : null;
  };
  return { inbound, outbound, balancers, follow, open };
}

/** Where an endpoint of an istiod is on loopback. */
function portOf(
  endpoint: Endpoint | null,
  istiods: Pick<IstiodController, 'portsAt'>,
): number | null {
  const ports = endpoint === null ? null : istiods.portsAt(endpoint.address);
  if (ports === null) return null;
  return endpoint?.port === WEBHOOK_PORT ? ports.https : ports.secureGrpc;
}
