import type { V1Pod } from '@kubernetes/client-node';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { RawObjects } from '../raw-objects';
import type { LabProcess, LabState } from '../state';
import { startIstiod, type IstiodProcess } from './istiod-process';
import { isReady, setReadiness } from './pod-readiness';
import { forwardPodPorts, remove } from './port-forwards';
import { serviceAccountToken } from './service-account-token';

interface Entry {
  pod: V1Pod;
  readonly process: Promise<IstiodProcess>;
  ready: boolean;
  startedAt: number;
}

/** One istiod pod as others see it. */
export interface IstiodView {
  readonly pod: string;
  readonly revision: string;
  readonly ready: boolean;
  readonly pid: number | null;
}

/** Keeps one real istiod process per istiod pod, and the pod's readiness equal to the process's. */
export class IstiodController {
  readonly #client: KubeClient;
  readonly #objects: RawObjects;
  readonly #state: LabState;
  readonly #say: (line: string) => void;
  readonly #changed: () => void;
  readonly #entries = new Map<string, Entry>();
  readonly #processes = new Map<string, IstiodProcess>();

  constructor(
    client: KubeClient,
    state: LabState,
    say: (line: string) => void,
    changed: () => void,
  ) {
    this.#client = client;
    this.#objects = RawObjects.open(client.config);
    this.#state = state;
    this.#say = say;
    this.#changed = changed;
  }

  static concerns(pod: V1Pod): boolean {
    return pod.metadata?.labels?.['app'] === 'istiod';
  }

  changed(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const entry = this.#entries.get(uid);
    if (pod.metadata?.deletionTimestamp !== undefined) {
      this.gone(pod);
    } else if (entry !== undefined) {
      entry.pod = pod;
    } else if (pod.status?.phase === 'Running') {
      this.#start(uid, pod);
    }
  }

  gone(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const entry = this.#entries.get(uid);
    if (entry === undefined) return;
    this.#entries.delete(uid);
    this.#processes.delete(uid);
    void entry.process.then((process) => {
      process.stop();
    });
    this.#attempt(pod, remove(this.#objects, identify(pod)));
    this.#changed();
  }

  /** Brings every pod's readiness in line with its process. */
  async refresh(): Promise<void> {
    for (const [uid, entry] of this.#entries) {
      const process = this.#processes.get(uid);
      if (process === undefined) continue;
      entry.ready = await process.isReady();
      if (entry.ready !== isReady(entry.pod)) {
        await setReadiness(this.#client, entry.pod, entry.ready);
        this.#changed();
      }
    }
  }

  /** The port of the newest ready istiod of a revision, `null` when there is none. */
  port(revision: string, name: 'https' | 'secureGrpc'): number | null {
    const candidates = [...this.#entries]
      .filter(([, entry]) => entry.ready && revisionOf(entry.pod) === revision)
      .sort(([, a], [, b]) => b.startedAt - a.startedAt);
    const [uid] = candidates[0] ?? [];
    return uid === undefined ? null : (this.#processes.get(uid)?.ports[name] ?? null);
  }

  processes(): LabProcess[] {
    return [...this.#processes.values()]
      .map((process) => process.running())
      .filter((one) => one !== null);
  }

  view(): IstiodView[] {
    return [...this.#entries].map(([uid, { pod, ready }]) => ({
      pod: pod.metadata?.name ?? '',
      revision: revisionOf(pod),
      ready,
      pid: this.#processes.get(uid)?.running()?.pid ?? null,
    }));
  }

  stop(): void {
    for (const process of this.#processes.values()) process.stop();
  }

  #start(uid: string, pod: V1Pod): void {
    const { namespace, name } = identify(pod);
    this.#say(`istiod ${namespace}/${name} (${revisionOf(pod)}) starts`);
    const process = startIstiod({
      dir: this.#state.dir,
      pod,
      binaries: pilots(this.#state),
      token: () =>
        serviceAccountToken(this.#client, namespace, pod.spec?.serviceAccountName ?? 'default'),
      say: this.#say,
      changed: this.#changed,
    });
    this.#entries.set(uid, { pod, process, ready: false, startedAt: Date.now() });
    const forwarded = process.then(async (running) => {
      this.#processes.set(uid, running);
      this.#changed();
      await forwardPodPorts(this.#objects, { namespace, name }, running.ports);
    });
    this.#attempt(pod, forwarded);
  }

  #attempt(pod: V1Pod, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#say(`istiod ${identify(pod).name}: ${String(error)}`);
    });
  }
}

function identify(pod: V1Pod): { namespace: string; name: string } {
  return { namespace: pod.metadata?.namespace ?? '', name: pod.metadata?.name ?? '' };
}

function revisionOf(pod: V1Pod): string {
  return pod.metadata?.labels?.['istio.io/rev'] ?? 'default';
}

function pilots(state: LabState): Record<string, string> {
  const prefix = 'pilot-discovery-';
  const entries = Object.entries(state.binaries).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, { path }]) => [name.slice(prefix.length), path]));
}
