import type { Fault } from '../faults';
import type { Call } from './calls';
import { outcomeOf, type Callee } from './outcome';
import type { ProxyConfig } from './proxy-config';
import type { Caller, ProxyMetrics } from './proxy-metrics';

/** One proxy with the pod that it stands before. */
export interface TrafficProxy {
  readonly caller: Caller;
  readonly address: string;
  /** Revision that injected it. */
  readonly revision: string;
  readonly ready: boolean;
  readonly config: ProxyConfig;
  readonly hasCertificate: boolean;
  /** What its workload asks of others; of a gateway what users ask of it. */
  readonly calls: readonly Call[];
  /** The gateway that it is a pod of, as `<namespace>/<name>`, and whether it is behind its address; `null` for any other pod. */
  readonly gateway: { readonly key: string; readonly behind: boolean } | null;
  readonly metrics: Pick<ProxyMetrics, 'count'>;
}

/** A longer pause, such as that of a suspended machine, is no traffic that has to be made up for. */
const LONGEST_STEP_MS = 1_000;

/** What users sent to gateways, and how much of it failed: at the address itself, in the mesh, or by what answered. */
export interface UserRequests {
  readonly sent: number;
  readonly failed: number;
}

/** Sends the requests of every workload, in turn from each of its pods and to each endpoint; nothing is left to chance. */
export class TrafficModel {
  readonly #due = new Map<string, number>();
  readonly #turns = new Map<string, number>();
  #received = new Map<string, number>();
  #users: UserRequests = { sent: 0, failed: 0 };
  #at: number | null = null;

  /** Sends what is due since the last step. @param now - epoch milliseconds */
  step(proxies: readonly TrafficProxy[], faults: readonly Fault[], now: number): void {
    const seconds = Math.min(LONGEST_STEP_MS, Math.max(0, now - (this.#at ?? now))) / 1000;
    this.#at = now;
    const byAddress = new Map(proxies.map((proxy) => [proxy.address, proxy]));
    this.#received = new Map(
      proxies.map(({ caller: { pod } }) => [pod, this.#received.get(pod) ?? 0]),
    );
    for (const [workload, { calls, pods, isGateway }] of groupByWorkload(proxies)) {
      for (const call of calls) {
        const key = `${workload} ${call.host}:${String(call.port)}`;
        const due = (this.#due.get(key) ?? 0) + call.perSecond * seconds;
        this.#due.set(key, due % 1);
        for (let n = 0; n < Math.floor(due); n += 1) {
          const isAnswered = this.#send(key, pods, call, byAddress, faults);
          if (isGateway) this.#count(isAnswered);
        }
      }
    }
  }

  /** What users sent so far. */
  get users(): UserRequests {
    return this.#users;
  }

  #count(isAnswered: boolean): void {
    const { sent, failed } = this.#users;
    this.#users = { sent: sent + 1, failed: failed + (isAnswered ? 0 : 1) };
  }

  /** Whether it was answered, and with no error. */
  #send(
    key: string,
    pods: readonly TrafficProxy[],
    { host, port }: Call,
    byAddress: ReadonlyMap<string, TrafficProxy>,
    faults: readonly Fault[],
  ): boolean {
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    const from = pods[turn % pods.length];
    if (from === undefined) return false;
    const { config, hasCertificate, caller } = from;
    const outcome = outcomeOf(
      // Every pod takes all endpoints in turn, whatever their numbers are.
      { config, hasCertificate, host, port, turn: Math.floor(turn / pods.length) },
      (address) => this.#calleeAt(byAddress.get(address)),
      faults,
    );
    from.metrics.count('source', caller, outcome);
    if (outcome.callee === null) return false;
    const { pod, received } = outcome.callee;
    this.#received.set(pod, received + 1);
    const to = [...byAddress.values()].find((proxy) => proxy.caller.pod === pod);
    to?.metrics.count('destination', caller, outcome);
    return outcome.code < 400;
  }

  #calleeAt(proxy: TrafficProxy | undefined): Callee | null {
    if (proxy === undefined) return null;
    const { caller, revision, ready } = proxy;
    return { ...caller, revision, ready, received: this.#received.get(caller.pod) ?? 0 };
  }
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
