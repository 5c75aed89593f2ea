import type { V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { RawObjects } from '../../lib/cluster/raw-objects';
import { authorityDir } from '../fleet/authorities';
import type { LabProcess, LabState } from '../state';
import { FailureLog } from './failure-log';
import { strikes, type Fault } from './faults';
import type { IstiodPorts } from './istiod-command';
import { IstiodProcess } from './istiod-process';
import type { Log } from './log';
import { isReady, restartsOf, setReadiness } from './pod-readiness';
import { forwardPodPorts, remove } from './port-forwards';
import { serviceAccountToken } from './service-account-token';

interface Entry {
  pod: V1Pod;
  readonly process: IstiodProcess;
  /** Restarts that the pod's status counted before this agent ran. */
  readonly restartsBefore: number;
  ready: boolean;
  /** The ports that port-forwards lead to now. */
  forwarded: IstiodPorts | null;
  /** The work of this round; the next one waits for it. */
  busy: boolean;
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
  readonly #log: Log;
  readonly #failures: FailureLog;
  readonly #processesChanged: () => void;
  #authority: string | null;
  /** In the order of their start. */
  readonly #entries = new Map<string, Entry>();
  /** Processes whose pods are gone, until they have ended. */
  readonly #ending = new Set<IstiodProcess>();

  constructor(client: KubeClient, state: LabState, log: Log, processesChanged: () => void) {
    this.#client = client;
    this.#objects = RawObjects.open(client.config);
    this.#state = state;
    this.#authority = authorityOf(state, []);
    this.#log = log;
    this.#failures = new FailureLog(log);
    this.#processesChanged = processesChanged;
  }

  /** Whether a pod is an istiod's. */
  static concerns(pod: V1Pod): boolean {
    return pod.metadata?.labels?.['app'] === 'istiod';
  }

  /** A pod appeared or is different now. */
  changed(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const entry = this.#entries.get(uid);
    if (pod.metadata?.deletionTimestamp !== undefined) this.gone(pod);
    else if (entry !== undefined) entry.pod = pod;
    else if (pod.status?.phase === 'Running') this.#start(uid, pod);
  }

  /** A pod is being deleted, or is deleted. */
  gone(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const entry = this.#entries.get(uid);
    if (entry === undefined) return;
    this.#entries.delete(uid);
    this.#failures.forget(fullName(pod));
    this.#log('istiod-stops', { pod: fullName(pod), revision: revisionOf(pod) });
    void this.#end(entry);
  }

  /** Brings every pod's readiness and port-forwards in line with its process. */
  async refresh(faults: readonly Fault[]): Promise<void> {
    this.#authority = authorityOf(this.#state, faults);
    for (const { pod, process } of this.#entries.values()) {
      process.setAuthority(this.#authority);
      process.setHeldDown(strikes(faults, 'istiod-down', { revision: revisionOf(pod) }));
    }
    const idle = [...this.#entries.values()].filter(({ busy }) => !busy);
    await Promise.all(idle.map((entry) => this.#refreshOne(entry)));
  }

  /** Ports of the ready istiods of a revision, the newest first. */
  ports(revision: string): IstiodPorts[] {
    return [...this.#entries.values()]
      .filter(({ ready, pod }) => ready && revisionOf(pod) === revision)
      .map(({ process }) => process.ports)
      .filter((ports) => ports !== null)
      .reverse();
  }

  /** The ports of the istiod at an address of the pod network; `null` when it is none of ours, or not ready. */
  portsAt(address: string): IstiodPorts | null {
    const found = [...this.#entries.values()].find(({ pod }) => pod.status?.podIP === address);
    return found?.ready === true ? found.process.ports : null;
  }

  /** Where the metrics of the istiod at an address of the pod network are; `null` when it is none of ours. */
  monitoringPortAt(address: string): number | null {
    const entry = [...this.#entries.values()].find(({ pod }) => pod.status?.podIP === address);
    return entry?.process.ports?.monitoring ?? null;
  }

  /** Every process that runs, also those that are being ended. */
  processes(): LabProcess[] {
    const current = [...this.#entries.values()].map(({ process }) => process);
    return [...current, ...this.#ending]
      .map(({ running }) => running)
      .filter((running) => running !== null);
  }

  /** All istiod pods. */
  view(): IstiodView[] {
    return [...this.#entries.values()].map(({ pod, ready, process }) => ({
      pod: pod.metadata?.name ?? '',
      revision: revisionOf(pod),
      ready,
      pid: process.running?.pid ?? null,
    }));
  }

  /** Ends every process; resolves when they are gone. */
  async stop(): Promise<void> {
    const processes = [...this.#entries.values()].map(({ process }) => process);
    await Promise.all([...processes, ...this.#ending].map((process) => process.stop()));
  }

  #start(uid: string, pod: V1Pod): void {
    const subject = fullName(pod);
    const namespace = pod.metadata?.namespace ?? '';
    const account = pod.spec?.serviceAccountName ?? 'default';
    this.#log('istiod-starts', { pod: subject, revision: revisionOf(pod) });
    const process = new IstiodProcess({
      dir: this.#state.dir,
      kubeconfig: this.#state.directKubeconfig,
      pod,
      binaries: pilots(this.#state),
      authority: this.#authority,
      token: () => serviceAccountToken(this.#client, namespace, account),
      failed: (event, reason) => {
        this.#failures.failed(event, subject, reason);
      },
      changed: this.#processesChanged,
    });
    this.#entries.set(uid, {
      pod,
      process,
      restartsBefore: restartsOf(pod),
      ready: false,
      forwarded: null,
      busy: false,
    });
  }

  async #end({ pod, process }: Entry): Promise<void> {
    this.#ending.add(process);
    try {
      await Promise.all([process.stop(), remove(this.#objects, identify(pod))]);
    } catch (error) {
      this.#log('istiod-stop-failed', { pod: fullName(pod), reason: messageOf(error) });
    } finally {
      this.#ending.delete(process);
      this.#processesChanged();
    }
  }

  async #refreshOne(entry: Entry): Promise<void> {
    const event = 'istiod-status-failed';
    const subject = fullName(entry.pod);
    entry.busy = true;
    try {
      await this.#setReadiness(entry);
      await this.#forwardPorts(entry);
      this.#failures.worked(event, subject);
    } catch (error) {
      this.#failures.failed(event, subject, messageOf(error));
    } finally {
      entry.busy = false;
    }
  }

  async #setReadiness(entry: Entry): Promise<void> {
    const ready = await entry.process.isReady();
    const restarts = entry.restartsBefore + entry.process.restarts;
    if (ready !== entry.ready) {
      this.#log(ready ? 'istiod-ready' : 'istiod-not-ready', { pod: fullName(entry.pod) });
      if (ready) this.#failures.worked('istiod-ended', fullName(entry.pod));
    }
    entry.ready = ready;
    if (ready !== isReady(entry.pod) || restarts !== restartsOf(entry.pod)) {
      await setReadiness(this.#client, entry.pod, { ready, restarts });
    }
  }

  async #forwardPorts(entry: Entry): Promise<void> {
    const { ports } = entry.process;
    if (ports === null || ports === entry.forwarded) return;
    await forwardPodPorts(this.#objects, identify(entry.pod), ports);
    entry.forwarded = ports;
    // The pod may have gone meanwhile, and its port-forwards must not outlive it.
    if (!this.#entries.has(entry.pod.metadata?.uid ?? '')) {
      await remove(this.#objects, identify(entry.pod));
    }
  }
}

function identify(pod: V1Pod): { namespace: string; name: string } {
  return { namespace: pod.metadata?.namespace ?? '', name: pod.metadata?.name ?? '' };
}

function fullName(pod: V1Pod): string {
  return `${pod.metadata?.name ?? ''}.${pod.metadata?.namespace ?? ''}`;
}

function revisionOf(pod: V1Pod): string {
  return pod.metadata?.labels?.['istio.io/rev'] ?? 'default';
}

/** All clusters of a lab with several have one root of trust; an istiod of a lab of one makes its own. */
function authorityOf({ dir, member }: LabState, faults: readonly Fault[]): string | null {
  return member === undefined ? null : authorityDir(dir, strikes(faults, 'foreign-root'));
}

function pilots(state: LabState): Record<string, string> {
  const prefix = 'pilot-discovery-';
  const entries = Object.entries(state.binaries).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, { path }]) => [name.slice(prefix.length), path]));
}
