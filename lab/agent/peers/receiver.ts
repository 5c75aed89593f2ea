import type { Fault } from '../faults';
import { strikes } from '../faults';
import type { LoadBalancers } from '../load-balancers';
import { gatewayHop } from '../traffic/gateway-hop';
import type { Inbound } from '../traffic/inbound';
import type { Outcome } from '../traffic/outcome';
import type { Hop, Outbound } from '../traffic/outbound';
import type { TrafficProxy } from '../traffic/traffic-proxy';
import type { IstiodHop } from '../used-istiods';
import type { Endpoint } from '../xds-codec';

/** A request that goes round in circles ends, as one does whose packets have lived too long. */
const MOST_HOPS = 4;

/** What decides where a request of another cluster comes to. */
export interface ReceiverParts {
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly balancers: Pick<LoadBalancers, 'at'>;
  /** Whether a pod is ready behind a Service, each as `<namespace>/<name>`. */
  readonly isBehind: (service: string, pod: string) => boolean;
}

/** What the cluster is at this moment. */
export interface Situation {
  readonly proxies: readonly TrafficProxy[];
  readonly faults: readonly Fault[];
}

/** Lets requests of other clusters in: to a pod, or through a gateway behind the address of a load balancer. */
export class Receiver {
  readonly #parts: ReceiverParts;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  /** What becomes of requests, each for itself; `null` where no connection comes about. */
  receive(hops: readonly Hop[], situation: Situation): Promise<readonly (Outcome | null)[]> {
    const byAddress = new Map(situation.proxies.map((proxy) => [proxy.address, proxy]));
    return Promise.all(hops.map((hop) => this.#receiveOne(hop, byAddress, situation)));
  }

  /** The endpoint of an istiod that a connection from another cluster is passed to by a gateway; `null` where it ends before. */
  lead({ address, port, sni, turn }: IstiodHop, { proxies, faults }: Situation): Endpoint | null {
    const balancer = this.#parts.balancers.at(address, port);
    if (balancer === null) return null;
    const gateway = this.#behind(balancer.service, turn, proxies);
    if (gateway === null || strikes(faults, 'east-west-drops', targetOf(gateway))) return null;
    return gatewayHop(gateway.config, { sni, turn, attempt: 0 }, balancer.targetPort);
  }

  async #receiveOne(
    hop: Hop,
    byAddress: ReadonlyMap<string, TrafficProxy>,
    { proxies, faults }: Situation,
  ): Promise<Outcome | null> {
    const { inbound, outbound, balancers } = this.#parts;
    if (hop.hops > MOST_HOPS) return null;
    const balancer = balancers.at(hop.address, hop.port);
    if (balancer === null) {
      return inbound.deliver(byAddress.get(hop.address), hop.caller, hop, faults);
    }
    const gateway = this.#behind(balancer.service, hop.turn, proxies);
    if (gateway === null || strikes(faults, 'east-west-drops', targetOf(gateway))) return null;
    const next = gatewayHop(gateway.config, hop, balancer.targetPort);
    if (next === null) return null;
    return outbound.isNear(next)
      ? inbound.deliver(byAddress.get(next.address), hop.caller, hop, faults)
      : outbound.pass(next, hop);
  }

  /** The pod whose turn it is of those that the address leads to. */
  #behind(service: string, turn: number, proxies: readonly TrafficProxy[]): TrafficProxy | null {
    const pods = proxies
      .filter(({ caller }) => this.#parts.isBehind(service, caller.pod))
      .sort((a, b) => a.caller.pod.localeCompare(b.caller.pod));
    return pods[turn % pods.length] ?? null;
  }
}

function targetOf({ revision, caller: { namespace } }: TrafficProxy) {
  return { revision, namespace };
}
