import type { Fault } from '../faults';
import { answerAt, type Arrival, type Callee, type Outcome } from './outcome';
import type { Caller } from './proxy-metrics';
import type { TrafficProxy } from './traffic-proxy';

/** What comes to the pods of this cluster: how much each was sent, and what it answers. */
export class Inbound {
  #received = new Map<string, number>();

  /** Forgets pods that are no more. */
  keep(proxies: readonly TrafficProxy[]): void {
    this.#received = new Map(
      proxies.map(({ caller: { pod } }) => [pod, this.#received.get(pod) ?? 0]),
    );
  }

  /** A pod as the one that may answer. */
  calleeOf({ caller, revision, ready, root }: TrafficProxy): Callee {
    const received = this.#received.get(caller.pod) ?? 0;
    return { ...caller, revision, ready, received, ...(root === undefined ? {} : { root }) };
  }

  /** Counts a request that a pod has answered. */
  count({ metrics, caller: { pod } }: TrafficProxy, caller: Caller, outcome: Outcome): void {
    this.#received.set(pod, (this.#received.get(pod) ?? 0) + 1);
    metrics.count('destination', caller, outcome);
  }

  /** Lets a pod answer a request, and counts it; `null` when no connection to it comes about. */
  deliver(
    proxy: TrafficProxy | undefined,
    caller: Caller,
    arrival: Arrival,
    faults: readonly Fault[],
  ): Outcome | null {
    if (proxy === undefined) return null;
    const outcome = answerAt(this.calleeOf(proxy), arrival, faults);
    if (outcome !== null) this.count(proxy, caller, outcome);
    return outcome;
  }
}
