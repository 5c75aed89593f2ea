import type { V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { discoveryService, selectedRevision } from './discovery-target';
import { FailureLog } from './failure-log';
import type { Fault } from './faults';
import type { Log } from './log';
import { isReady, setReadiness } from './pod-readiness';
import { isInjected, proxyIdentity, type ProxyIdentity } from './proxy-identity';
import { becomesReady } from './readiness';
import { restartDelay } from './restart-delay';
import { serviceAccountToken } from './service-account-token';
import { openXdsStream, type XdsStream } from './xds-stream';

const BACK_OFF = { firstMs: 500, longestMs: 4_000 };
const ROOT_CERTIFICATE = 'istio-ca-root-cert';

interface Entry {
  pod: V1Pod;
  /** The pod is gone; whatever was under way for it must come to nothing. */
  gone: boolean;
  stream: XdsStream | null;
  /** The present stream has brought clusters and listeners. */
  connected: boolean;
  /** Some stream has. */
  configured: boolean;
  connecting: boolean;
  patching: boolean;
  failures: number;
  retryAt: number;
}

/** Finds the xDS ports of the ready istiods of a revision. */
export type FindIstiods = (revision: string) => readonly number[];

/** Keeps one simulated proxy per injected pod, connected to an istiod that its injected configuration names. */
export class ProxyController {
  readonly #client: KubeClient;
  readonly #findIstiods: FindIstiods;
  readonly #log: Log;
  readonly #failures: FailureLog;
  readonly #entries = new Map<string, Entry>();
  #connections = 0;

  constructor(client: KubeClient, findIstiods: FindIstiods, log: Log) {
    this.#client = client;
    this.#findIstiods = findIstiods;
    this.#log = log;
    this.#failures = new FailureLog(log);
  }

  /** A pod appeared or is different now. */
  changed(pod: V1Pod): void {
    if (!isInjected(pod)) return;
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
    const entries = [...this.#entries.values()];
    for (const entry of entries) {
      const due = entry.stream === null && !entry.connecting && Date.now() >= entry.retryAt;
      if (due) void this.#connect(entry);
    }
    await Promise.all(entries.map((entry) => this.#setReadiness(entry, faults)));
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

  async #setReadiness(entry: Entry, faults: readonly Fault[]): Promise<void> {
    const { pod, configured } = entry;
    const state = {
      ready: isReady(pod),
      configured,
      revision: pod.metadata?.annotations?.['istio.io/rev'] ?? '',
      namespace: pod.metadata?.namespace ?? '',
    };
    if (entry.patching || !becomesReady(state, faults)) return;
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

  async #connect(entry: Entry): Promise<void> {
    entry.connecting = true;
    try {
      await this.#open(entry);
    } catch (error) {
      this.#failed(entry, messageOf(error));
    } finally {
      entry.connecting = false;
    }
  }

  async #open(entry: Entry): Promise<void> {
    const identity = proxyIdentity(entry.pod);
    if (identity === null) throw new Error('the pod has no address yet, or names no istiod');
    const { revision, port } = await this.#istiodBehind(identity.discoveryAddress);
    const { namespace, serviceAccount } = identity;
    const [rootCertificate, token] = await Promise.all([
      this.#rootCertificate(namespace),
      serviceAccountToken(this.#client, namespace, serviceAccount, 'istio-ca'),
    ]);
    if (entry.gone) return;
    entry.stream = openXdsStream({
      identity,
      address: `127.0.0.1:${String(port)}`,
      rootCertificate,
      token,
      onReady: () => {
        this.#connected(entry, identity, revision);
      },
      onEnd: (reason) => {
        entry.stream = null;
        entry.connected = false;
        this.#failed(entry, reason);
      },
    });
  }

  #connected(entry: Entry, identity: ProxyIdentity, revision: string): void {
    const { discoveryAddress } = identity;
    Object.assign(entry, { connected: true, configured: true, failures: 0 });
    this.#failures.worked('proxy-not-connected', fullName(entry.pod));
    this.#log('proxy-connected', { pod: fullName(entry.pod), revision, discoveryAddress });
  }

  async #rootCertificate(namespace: string): Promise<string> {
    const { data } = await this.#client.core.readNamespacedConfigMap({
      name: ROOT_CERTIFICATE,
      namespace,
    });
    const certificate = data?.['root-cert.pem'];
    if (certificate === undefined) {
      throw new Error(`ConfigMap ${namespace}/${ROOT_CERTIFICATE} has no key root-cert.pem yet`);
    }
    return certificate;
  }

  /** Follows the Service of a discovery address to the ready istiods that it selects, and takes them in turn. */
  async #istiodBehind(address: string): Promise<{ revision: string; port: number }> {
    const service = await this.#client.core.readNamespacedService(discoveryService(address));
    const revision = selectedRevision(service.spec?.selector);
    const ports = this.#findIstiods(revision);
    this.#connections += 1;
    const port = ports[this.#connections % Math.max(1, ports.length)];
    if (port === undefined) throw new Error(`no istiod of ${revision} is ready`);
    return { revision, port };
  }

  #failed(entry: Entry, reason: string): void {
    if (entry.gone) return;
    entry.retryAt = Date.now() + restartDelay(entry.failures, BACK_OFF);
    entry.failures += 1;
    this.#failures.failed('proxy-not-connected', fullName(entry.pod), reason);
  }
}

function newEntry(pod: V1Pod): Entry {
  return {
    pod,
    gone: false,
    stream: null,
    connected: false,
    configured: false,
    connecting: false,
    patching: false,
    failures: 0,
    retryAt: 0,
  };
}

function fullName(pod: V1Pod): string {
  return `${pod.metadata?.name ?? ''}.${pod.metadata?.namespace ?? ''}`;
}
