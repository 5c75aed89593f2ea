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
  /** What its workload asks of others. */
  readonly calls: readonly Call[];
  readonly metrics: Pick<ProxyMetrics, 'count'>;
}

/** A longer pause, such as that of a suspended machine, is no traffic that has to be made up for. */
const LONGEST_STEP_MS = 1_000;

/** Sends the requests of every workload, in turn from each of its pods and to each endpoint; nothing is left to chance. */
export class TrafficModel {
  readonly #due = new Map<string, number>();
  readonly #turns = new Map<string, number>();
  #received = new Map<string, number>();
  #at: number | null = null;

  /** Sends what is due since the last step. @param now - epoch milliseconds */
  step(proxies: readonly TrafficProxy[], faults: readonly Fault[], now: number): void {
    const seconds = Math.min(LONGEST_STEP_MS, Math.max(0, now - (this.#at ?? now))) / 1000;
    this.#at = now;
    const byAddress = new Map(proxies.map((proxy) => [proxy.address, proxy]));
    this.#received = new Map(
      proxies.map(({ caller: { pod } }) => [pod, this.#received.get(pod) ?? 0]),
    );
    for (const [workload, pods] of groupByWorkload(proxies)) {
      for (const call of pods[0]?.calls ?? []) {
        const key = `${workload} ${call.host}:${String(call.port)}`;
        const due = (this.#due.get(key) ?? 0) + call.perSecond * seconds;
        this.#due.set(key, due % 1);
        for (let n = 0; n < Math.floor(due); n += 1) this.#send(key, pods, call, byAddress, faults);
      }
    }
  }

  #send(
    key: string,
    pods: readonly TrafficProxy[],
    { host, port }: Call,
    byAddress: ReadonlyMap<string, TrafficProxy>,
    faults: readonly Fault[],
  ): void {
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    const from = pods[turn % pods.length];
    if (from === undefined) return;
    const { config, hasCertificate, caller } = from;
    const outcome = outcomeOf(
      // Every pod takes all endpoints in turn, whatever their numbers are.
      { config, hasCertificate, host, port, turn: Math.floor(turn / pods.length) },
      (address) => this.#calleeAt(byAddress.get(address)),
      faults,
    );
    from.metrics.count('source', caller, outcome);
    if (outcome.callee === null) return;
    const { pod, received } = outcome.callee;
    this.#received.set(pod, received + 1);
    const to = [...byAddress.values()].find((proxy) => proxy.caller.pod === pod);
    to?.metrics.count('destination', caller, outcome);
  }

  #calleeAt(proxy: TrafficProxy | undefined): Callee | null {
    if (proxy === undefined) return null;
    const { caller, revision, ready } = proxy;
    return { ...caller, revision, ready, received: this.#received.get(caller.pod) ?? 0 };
  }
}

/** Pods that can send: a proxy without a configuration holds its application back. */
function groupByWorkload(proxies: readonly TrafficProxy[]): Map<string, TrafficProxy[]> {
  const groups = new Map<string, TrafficProxy[]>();
  for (const proxy of proxies.filter(({ ready }) => ready)) {
    const key = `${proxy.caller.namespace}/${proxy.caller.workload}`;
    groups.set(key, [...(groups.get(key) ?? []), proxy]);
  }
  return groups;
}
