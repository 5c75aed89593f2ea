import type { V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { connectProxy, type FindIstiods } from './connect-proxy';
import type { Endpoints } from './endpoints';
import { FailureLog } from './failure-log';
import { strikes, type Fault, type FaultTarget } from './faults';
import type { Log } from './log';
import type { Situation } from './peers/receiver';
import { isReady, setReadiness } from './pod-readiness';
import { newEntry, trafficProxy, type ProxyEntry } from './proxy-entry';
import { hasProxy } from './proxy-identity';
import { becomesReady } from './readiness';
import { restartDelay } from './restart-delay';
import type { UsedIstiods } from './used-istiods';
import type { TrafficModel, UserRequests } from './traffic/traffic-model';

const BACK_OFF = { firstMs: 500, longestMs: 4_000 };

/** What the proxies of a cluster need. */
export interface ProxyControllerParts {
  readonly client: KubeClient;
  readonly findIstiods: FindIstiods;
  /** Istiods of another cluster. @default none */
  readonly used?: Pick<UsedIstiods, 'find'>;
  readonly endpoints: Endpoints;
  readonly traffic: TrafficModel;
  readonly log: Log;
}

/** Keeps one simulated proxy per pod that has one, connected to an istiod that its configuration names. */
export class ProxyController {
  readonly #client: KubeClient;
  readonly #findIstiods: FindIstiods;
  readonly #used: Pick<UsedIstiods, 'find'> | null;
  readonly #log: Log;
  readonly #failures: FailureLog;
  readonly #endpoints: Endpoints;
  readonly #entries = new Map<string, ProxyEntry>();
  readonly #traffic: TrafficModel;
  #faults: readonly Fault[] = [];
  #connections = 0;

  constructor({ client, findIstiods, used, endpoints, traffic, log }: ProxyControllerParts) {
    this.#client = client;
    this.#endpoints = endpoints;
    this.#findIstiods = findIstiods;
    this.#used = used ?? null;
    this.#traffic = traffic;
    this.#log = log;
    this.#failures = new FailureLog(log);
  }

  /** A pod appeared or is different now. */
  changed(pod: V1Pod): void {
    if (!hasProxy(pod)) return;
    const uid = pod.metadata?.uid ?? '';
    const entry = this.#entries.get(uid);
    const runs = pod.status?.phase === 'Running' && pod.metadata?.deletionTimestamp === undefined;
    if (!runs) this.gone(pod);
    else if (entry !== undefined) entry.pod = pod;
    else this.#entries.set(uid, newEntry(pod));
  }

  /** A pod is being deleted, is deleted, or has ended. */
  gone(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const entry = this.#entries.get(uid);
    if (entry === undefined) return;
    this.#entries.delete(uid);
    entry.gone = true;
    entry.stream?.close();
    this.#failures.forget(fullName(pod));
  }

  /** Begins to connect what is not connected, and brings readiness in line. */
  async refresh(faults: readonly Fault[]): Promise<void> {
    this.#faults = faults;
    const entries = [...this.#entries.values()];
    for (const entry of entries) {
      // What was refused is not sent again of its own accord.
      if (entry.refused && !strikes(faults, 'reject-config', targetOf(entry.pod))) {
        entry.stream?.close();
      }
      const due = entry.stream === null && !entry.connecting && Date.now() >= entry.retryAt;
      if (due) void this.#connect(entry);
    }
    await Promise.all(entries.map((entry) => this.#setReadiness(entry)));
  }

  /** Sends the requests that are due. */
  sendTraffic(): void {
    const { proxies, faults } = this.situation();
    this.#traffic.step(proxies, faults, Date.now());
  }

  /** The proxies as traffic sees them now, and the faults that strike them. */
  situation(): Situation {
    const proxies = [...this.#entries.values()].map((entry) =>
      trafficProxy(entry, this.#endpoints.includes),
    );
    return { proxies, faults: this.#faults };
  }

  /** What users sent to gateways so far. */
  get users(): UserRequests {
    return this.#traffic.users;
  }

  /** What workloads sent to other networks so far. */
  get crossNetwork(): UserRequests {
    return this.#traffic.crossNetwork;
  }

  /** The metrics of the proxy at an address of the pod network; `null` when there is none, or it does not answer. */
  async metricsAt(address: string): Promise<string | null> {
    const entry = [...this.#entries.values()].find(({ pod }) => pod.status?.podIP === address);
    if (entry === undefined || strikes(this.#faults, 'no-metrics', targetOf(entry.pod)))
      return null;
    return entry.metrics.text(entry.certificate?.expiresAt ?? null, Date.now());
  }

  /** How many proxies there are, and how many of them have their configuration from a living stream. */
  counts(): { connected: number; total: number } {
    const entries = [...this.#entries.values()];
    return {
      connected: entries.filter(({ connected }) => connected).length,
      total: entries.length,
    };
  }

  /** Closes every stream. */
  stop(): void {
    for (const { pod } of [...this.#entries.values()]) this.gone(pod);
  }

  async #setReadiness(entry: ProxyEntry): Promise<void> {
    const { pod, configured } = entry;
    const state = { ready: isReady(pod), configured, ...targetOf(pod) };
    if (entry.patching || !becomesReady(state, this.#faults)) return;
    entry.patching = true;
    try {
      await setReadiness(this.#client, pod, { ready: true });
      this.#failures.worked('proxy-status-failed', fullName(pod));
    } catch (error) {
      this.#failures.failed('proxy-status-failed', fullName(pod), messageOf(error));
    } finally {
      entry.patching = false;
    }
  }

  async #connect(entry: ProxyEntry): Promise<void> {
    entry.connecting = true;
    this.#connections += 1;
    try {
      await connectProxy(entry, {
        client: this.#client,
        findIstiods: this.#findIstiods,
        used: this.#used,
        turn: this.#connections,
        refuses: () => strikes(this.#faults, 'reject-config', targetOf(entry.pod)),
        connected: ({ discoveryAddress }, revision) => {
          Object.assign(entry, { connected: true, configured: true, failures: 0 });
          this.#failures.worked('proxy-not-connected', fullName(entry.pod));
          this.#log('proxy-connected', { pod: fullName(entry.pod), revision, discoveryAddress });
        },
        ended: (reason) => {
          Object.assign(entry, { stream: null, connected: false });
          this.#failed(entry, reason);
        },
      });
    } catch (error) {
      this.#failed(entry, messageOf(error));
    } finally {
      entry.connecting = false;
    }
  }

  #failed(entry: ProxyEntry, reason: string): void {
    if (entry.gone) return;
    entry.retryAt = Date.now() + restartDelay(entry.failures, BACK_OFF);
    entry.failures += 1;
    this.#failures.failed('proxy-not-connected', fullName(entry.pod), reason);
  }
}

function targetOf(pod: V1Pod): Required<FaultTarget> {
  return {
    revision: pod.metadata?.annotations?.['istio.io/rev'] ?? '',
    namespace: pod.metadata?.namespace ?? '',
  };
}

function fullName(pod: V1Pod): string {
  return `${pod.metadata?.name ?? ''}.${pod.metadata?.namespace ?? ''}`;
}
