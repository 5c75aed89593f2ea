import type { Fault } from '../faults';
import type { Call } from './calls';
import { Inbound } from './inbound';
import { outcomeOf, routeOf, type Callee, type Outcome, type Request } from './outcome';
import type { Leaving, Outbound } from './outbound';
import type { TrafficProxy } from './traffic-proxy';

export type { TrafficProxy } from './traffic-proxy';

/** A longer pause, such as that of a suspended machine, is no traffic that has to be made up for. */
const LONGEST_STEP_MS = 1_000;

/** What users sent to gateways, and how much of it failed: at the address itself, in the mesh, or by what answered. */
export interface UserRequests {
  readonly sent: number;
  readonly failed: number;
}

const NONE_YET: UserRequests = { sent: 0, failed: 0 };

/** Sends the requests of every workload, in turn from each of its pods and to each endpoint; nothing is left to chance. */
export class TrafficModel {
  readonly #due = new Map<string, number>();
  readonly #turns = new Map<string, number>();
  readonly #inbound: Inbound;
  readonly #outbound: Outbound | null;
  /** What has gone to another network, by workload and host: where it goes nowhere it still fails there. */
  readonly #crossing = new Set<string>();
  #users: UserRequests = NONE_YET;
  #crossNetwork: UserRequests = NONE_YET;
  #at: number | null = null;

  /** @param outbound - the way to other clusters, where there are any */
  constructor(inbound = new Inbound(), outbound?: Outbound) {
    this.#inbound = inbound;
    this.#outbound = outbound ?? null;
  }

  /** Sends what is due since the last step. @param now - epoch milliseconds */
  step(proxies: readonly TrafficProxy[], faults: readonly Fault[], now: number): void {
    const seconds = Math.min(LONGEST_STEP_MS, Math.max(0, now - (this.#at ?? now))) / 1000;
    this.#at = now;
    const byAddress = new Map(proxies.map((proxy) => [proxy.address, proxy]));
    this.#inbound.keep(proxies);
    for (const [workload, { calls, pods, isGateway }] of groupByWorkload(proxies)) {
      for (const call of calls) {
        const key = `${workload} ${call.host}:${String(call.port)}`;
        const due = (this.#due.get(key) ?? 0) + call.perSecond * seconds;
        this.#due.set(key, due % 1);
        for (let n = 0; n < Math.floor(due); n += 1) {
          this.#send({ key, isGateway, pods, call, byAddress, faults });
        }
      }
    }
  }

  /** What users sent so far. */
  get users(): UserRequests {
    return this.#users;
  }

  /** What workloads sent to services in another network. */
  get crossNetwork(): UserRequests {
    return this.#crossNetwork;
  }

  #send(sending: Sending): void {
    const { key, pods, call, byAddress, faults } = sending;
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    const from = pods[turn % pods.length];
    if (from === undefined) {
      this.#settle(sending, null, false);
      return;
    }
    // Every pod takes all endpoints in turn, whatever their numbers are.
    const request = requestOf(from, call, Math.floor(turn / pods.length));
    const route = routeOf(request);
    if (this.#outbound?.leaves(route) === true) {
      void this.#sendOut(sending, from, this.#outbound, { caller: from.caller, request, route });
      return;
    }
    const outcome = outcomeOf(request, (address) => this.#calleeAt(byAddress.get(address)), faults);
    const to = [...byAddress.values()].find(({ caller }) => caller.pod === outcome.callee?.pod);
    if (to !== undefined) this.#inbound.count(to, from.caller, outcome);
    this.#settle(sending, { from, outcome }, false);
  }

  async #sendOut(
    sending: Sending,
    from: TrafficProxy,
    outbound: Outbound,
    leaving: Leaving,
  ): Promise<void> {
    const { byAddress, faults } = sending;
    const { outcome, crossed } = await outbound.send(leaving, (address, arrival) =>
      this.#inbound.deliver(byAddress.get(address), from.caller, arrival, faults),
    );
    this.#settle(sending, { from, outcome }, crossed);
  }

  /** Counts what became of a request; `null` when there was not even a pod to send it. */
  #settle(
    { key, isGateway }: Sending,
    sent: { readonly from: TrafficProxy; readonly outcome: Outcome } | null,
    crossed: boolean,
  ): void {
    sent?.from.metrics.count('source', sent.from.caller, sent.outcome);
    const isAnswered = (sent?.outcome.callee ?? null) !== null && (sent?.outcome.code ?? 0) < 400;
    if (isGateway) this.#users = counted(this.#users, isAnswered);
    const isLost = sent?.outcome.callee === null && this.#crossing.has(key);
    if (crossed) this.#crossing.add(key);
    if (crossed || isLost) this.#crossNetwork = counted(this.#crossNetwork, isAnswered);
  }

  #calleeAt(proxy: TrafficProxy | undefined): Callee | null {
    return proxy === undefined ? null : this.#inbound.calleeOf(proxy);
  }
}

/** One request of a workload, and all that may become of it. */
interface Sending {
  /** Of the workload and the host that it asks. */
  readonly key: string;
  readonly isGateway: boolean;
  readonly pods: readonly TrafficProxy[];
  readonly call: Call;
  readonly byAddress: ReadonlyMap<string, TrafficProxy>;
  readonly faults: readonly Fault[];
}

function requestOf(from: TrafficProxy, { host, port }: Call, turn: number): Request {
  const { config, hasCertificate, root } = from;
  return { config, hasCertificate, ...(root === undefined ? {} : { root }), host, port, turn };
}

function counted({ sent, failed }: UserRequests, isAnswered: boolean): UserRequests {
  return { sent: sent + 1, failed: failed + (isAnswered ? 0 : 1) };
}

/** The pods that send what somebody asks. */
interface Sender {
  readonly calls: readonly Call[];
  readonly pods: readonly TrafficProxy[];
  readonly isGateway: boolean;
}

/**
 * Pods that can send: a proxy without a configuration holds its application back. What users ask of a gateway comes to the pods
 * behind its address, of whatever generation, and to nobody where none is.
 */
function groupByWorkload(proxies: readonly TrafficProxy[]): ReadonlyMap<string, Sender> {
  const groups = new Map<string, Sender>();
  for (const proxy of proxies) {
    const { caller, gateway, ready, calls } = proxy;
    const isGateway = gateway !== null;
    if (!ready && !isGateway) continue;
    const key = gateway?.key ?? `${caller.namespace}/${caller.workload}`;
    const before = groups.get(key)?.pods ?? [];
    const isSending = isGateway ? gateway.behind : ready;
    groups.set(key, { calls, isGateway, pods: isSending ? [...before, proxy] : before });
  }
  return groups;
}
