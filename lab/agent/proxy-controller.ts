import type { V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { keepsUnready, type Fault } from './faults';
import { isReady, setReadiness } from './pod-readiness';
import { isInjected, proxyIdentity, type ProxyIdentity } from './proxy-identity';
import { serviceAccountToken } from './service-account-token';
import { openXdsStream, type XdsStream } from './xds-stream';

const RETRY_MS = 500;
const ROOT_CERTIFICATE = 'istio-ca-root-cert';

interface Entry {
  pod: V1Pod;
  stream: XdsStream | null;
  /** Envoy is ready for good after its first clusters and listeners. */
  configured: boolean;
  connecting: boolean;
  retryAt: number;
  reason: string;
}

/** Finds the xDS port of an istiod of a revision. */
export type FindIstiod = (revision: string) => number | null;

/** Keeps one simulated proxy per injected pod, connected to the istiod that its injected configuration names. */
export class ProxyController {
  readonly #client: KubeClient;
  readonly #findIstiod: FindIstiod;
  readonly #say: (line: string) => void;
  readonly #entries = new Map<string, Entry>();

  constructor(client: KubeClient, findIstiod: FindIstiod, say: (line: string) => void) {
    this.#client = client;
    this.#findIstiod = findIstiod;
    this.#say = say;
  }

  changed(pod: V1Pod): void {
    if (!isInjected(pod)) return;
    const uid = pod.metadata?.uid ?? '';
    const entry = this.#entries.get(uid);
    if (pod.metadata?.deletionTimestamp !== undefined) this.gone(pod);
    else if (entry !== undefined) entry.pod = pod;
    else if (pod.status?.phase === 'Running') {
      const fresh = { stream: null, configured: false, connecting: false, retryAt: 0, reason: '' };
      this.#entries.set(uid, { pod, ...fresh });
    }
  }

  gone(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? '';
    this.#entries.get(uid)?.stream?.close();
    this.#entries.delete(uid);
  }

  /** Connects what is not connected, and brings readiness in line. */
  async refresh(faults: readonly Fault[]): Promise<void> {
    await Promise.all(
      [...this.#entries.values()].map(async (entry) => {
        if (entry.stream === null && !entry.connecting && Date.now() >= entry.retryAt) {
          await this.#connect(entry);
        }
        if (
          entry.configured &&
          !isReady(entry.pod) &&
          !keepsUnready(faults, faultSubject(entry.pod))
        ) {
          await setReadiness(this.#client, entry.pod, true);
        }
      }),
    );
  }

  counts(): { connected: number; total: number } {
    const entries = [...this.#entries.values()];
    return {
      connected: entries.filter(({ stream }) => stream !== null).length,
      total: entries.length,
    };
  }

  stop(): void {
    for (const { stream } of this.#entries.values()) stream?.close();
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
    if (identity === null) throw new Error('the pod names no istiod');
    const revision = await this.#revisionBehind(identity.discoveryAddress);
    const port = this.#findIstiod(revision);
    if (port === null) throw new Error(`no istiod of ${revision} is ready`);
    const { namespace } = identity;
    const root = await this.#client.core.readNamespacedConfigMap({
      name: ROOT_CERTIFICATE,
      namespace,
    });
    entry.stream = openXdsStream({
      identity,
      address: `127.0.0.1:${String(port)}`,
      rootCertificate: root.data?.['root-cert.pem'] ?? '',
      token: await serviceAccountToken(
        this.#client,
        namespace,
        identity.serviceAccount,
        'istio-ca',
      ),
      onReady: () => {
        entry.configured = true;
      },
      onEnd: (reason) => {
        entry.stream = null;
        if (reason !== 'closed') this.#failed(entry, reason);
      },
    });
    this.#say(`proxy ${describe(identity)} connects to ${identity.discoveryAddress}`);
  }

  /** Follows the Service of the discovery address to the revision that it selects, as kube-proxy would to a pod. */
  async #revisionBehind(discoveryAddress: string): Promise<string> {
    const [name = '', namespace = ''] = discoveryAddress.replace(/:\d+$/, '').split('.');
    const service = await this.#client.core.readNamespacedService({ name, namespace });
    return service.spec?.selector?.['istio.io/rev'] ?? 'default';
  }

  #failed(entry: Entry, reason: string): void {
    entry.retryAt = Date.now() + RETRY_MS;
    if (reason === entry.reason) return;
    entry.reason = reason;
    this.#say(
      `proxy ${entry.pod.metadata?.name ?? ''}.${entry.pod.metadata?.namespace ?? ''}: ${reason}`,
    );
  }
}

function faultSubject(pod: V1Pod): { revision: string; namespace: string } {
  return {
    revision: pod.metadata?.annotations?.['istio.io/rev'] ?? '',
    namespace: pod.metadata?.namespace ?? '',
  };
}

function describe(identity: ProxyIdentity): string {
  return `${identity.pod}.${identity.namespace}`;
}
