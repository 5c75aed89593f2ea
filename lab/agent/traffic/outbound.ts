import { placeOf, type Place } from '../../fleet/addresses';
import type { FleetMember } from '../../fleet/fleet';
import type { Endpoint } from '../xds-codec';
import {
  arrivalOf,
  unreachable,
  type Arrival,
  type Outcome,
  type Request,
  type Route,
} from './outcome';
import type { Caller } from './proxy-metrics';

/** A request that an agent asks that of another cluster to let in. */
export interface Hop extends Arrival {
  readonly caller: Caller;
  /** An address of that cluster. */
  readonly address: string;
  readonly port: number;
  /** The server name that its connection asks for; empty without TLS. */
  readonly sni: string;
  /** Gateways and load balancers take turns by it. */
  readonly turn: number;
  /** How often it was tried before: what is behind a gateway takes turns by both. */
  readonly attempt: number;
  /** How many agents it came through. */
  readonly hops: number;
}

/** Asks the agent of another cluster; `null` when no connection comes about. */
export type AskPeer = (member: FleetMember, hop: Hop) => Promise<Outcome | null>;

/** A request on its way out of the cluster. */
export interface Leaving {
  readonly caller: Caller;
  readonly request: Request;
  readonly route: Route;
}

/** Envoy tries again on a failed connection, also where there is no other host. */
const ATTEMPTS = 3;

/** The way of requests to endpoints in other clusters, as far as the networks let them. */
export class Outbound {
  readonly #own: FleetMember;
  readonly #members: readonly FleetMember[];
  readonly #ask: AskPeer;

  constructor(own: FleetMember, members: readonly FleetMember[], ask: AskPeer) {
    this.#own = own;
    this.#members = members;
    this.#ask = ask;
  }

  /** Whether a request may leave the cluster. */
  leaves(route: Route | Outcome): route is Route {
    return !('code' in route) && route.tries.some(({ address }) => this.#placeOf(address) !== null);
  }

  /**
   * Sends a request that may leave the cluster.
   * @param deliver - what a pod of this cluster answers at an address
   * @returns what became of it, and whether it was sent to another network
   */
  async send(
    { caller, request, route }: Leaving,
    deliver: (address: string, arrival: Arrival) => Outcome | null,
  ): Promise<{ readonly outcome: Outcome; readonly crossed: boolean }> {
    let crossed = false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const endpoint = route.tries[attempt % route.tries.length];
      if (endpoint === undefined) break;
      const arrival = arrivalOf(request, route, endpoint);
      const place = this.#placeOf(endpoint.address);
      crossed ||= place !== null && place.member.network !== this.#own.network;
      const sni = arrival.isMutual ? (route.transport.sni ?? '') : '';
      const outcome =
        place === null
          ? deliver(endpoint.address, arrival)
          : await this.pass(endpoint, {
              ...arrival,
              ...{ caller, sni, attempt, turn: request.turn, hops: 0 },
            });
      if (outcome !== null) return { outcome, crossed };
    }
    return { outcome: unreachable(route.service), crossed };
  }

  /**
   * Passes a request on to the cluster of an endpoint. Between networks there is no way to a pod, whatever the configuration says.
   */
  async pass(
    { address, port = 0 }: Endpoint,
    hop: Omit<Hop, 'address' | 'port'>,
  ): Promise<Outcome | null> {
    const place = this.#placeOf(address);
    if (place === null) return null;
    const isOtherNetwork = place.member.network !== this.#own.network;
    if (place.kind === 'pod' && isOtherNetwork) return null;
    return this.#ask(place.member, { ...hop, address, port, hops: hop.hops + 1 });
  }

  /** Whether an endpoint is a pod of this cluster, or nothing that the lab knows. */
  isNear({ address }: Endpoint): boolean {
    return this.#placeOf(address) === null;
  }

  /** `null` for what is in this cluster, or nowhere. */
  #placeOf(address: string): Place | null {
    const place = placeOf(this.#members, address);
    const isOwnPod = place?.kind === 'pod' && place.member.number === this.#own.number;
    return isOwnPod ? null : place;
  }
}
