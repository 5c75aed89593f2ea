import { known } from '../../lib/rollout/fact';
import { namespaceLabelPatch } from '../../lib/rollout/namespace-label-patch';
import type { Action } from '../../lib/rollout/action';
import type { Observation } from '../../lib/rollout/observation';
import { positionOf } from '../../lib/rollout/position-of';
import { ORIGINAL_ANNOTATION } from '../../lib/rollout/names';
import type { NamespaceTarget, RolloutRecord } from '../../lib/rollout/record';
import { aDefaultValidator, anInjector, aPointer, FROM, TO } from './rollout-builders';
import {
  istiodFact,
  podFact,
  workloadFact,
  type SimNamespace,
  type SimPod,
  type SimWorkload,
} from './rollout-sim-facts';

/** A namespace's pods never get ready on a revision. */
export interface NeverReady {
  readonly namespace: string;
  readonly revision: string;
}

/** A small model of a cluster: labels, workloads that roll one pod at a time, injection, istiods, proxies. */
export class SimCluster {
  now = 1_000_000;
  neverReady: NeverReady | null = null;
  istiodReady: Record<string, boolean> = { [FROM]: true, [TO]: true };
  /** How many of the next pods the injector, not yet aware of a new label, gives to the old revision. */
  staleInjections = 0;
  engineFails = false;
  readonly namespaces: SimNamespace[] = [];
  /** What the engine wrote last, by uid. */
  private readonly written = new Map<string, string>();
  /** Labels of each namespace before anything happened. */
  readonly labelsAtStart: Record<string, Record<string, string>> = {};
  private readonly workloads: SimWorkload[] = [];
  private pods: SimPod[] = [];
  private installed = new Set([FROM]);
  private leases: string[] = [];
  private created = 0;

  /** @param more - further labels of each namespace, by its name */
  constructor(
    namespaces: readonly string[],
    more: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  ) {
    namespaces.forEach((name, index) => {
      const labels: Record<string, string> = {
        ...(index % 2 === 0 ? { 'istio.io/rev': FROM } : { 'istio-injection': 'enabled' }),
        ...more[name],
      };
      this.namespaces.push({
        name,
        uid: `uid-${name}`,
        labels,
        annotations: {},
        revOwned: false,
        revManagers: [],
      });
      this.labelsAtStart[name] = { ...labels };
      this.addWorkload(name, 'app', null);
    });
    this.namespaces.push({
      name: 'ingress',
      uid: 'uid-ingress',
      labels: {},
      annotations: {},
      revOwned: false,
      revManagers: [],
    });
    this.addWorkload('ingress', 'gateway', FROM);
    this.run(20_000);
  }

  observe(): Observation {
    const at = this.now;
    return {
      at,
      metrics: null,
      roots: known(Object.fromEntries(this.namespaces.map(({ name }) => [name, ['root']])), at),
      peerAuthentications: known([], at),
      namespaces: known(
        this.namespaces.map((n) => ({
          ...n,
          labels: { ...n.labels },
          annotations: { ...n.annotations },
        })),
        at,
      ),
      workloads: known(
        this.workloads.map((workload) => workloadFact(workload, this.podsOf(workload))),
        at,
      ),
      pods: known(this.pods.map(podFact), at),
      istiods: known(
        [...this.installed].map((revision) =>
          istiodFact(revision, this.istiodReady[revision] === true, this.pods, at),
        ),
        at,
      ),
      injectors: known(
        [
          ...[...this.installed].map((revision) => anInjector(revision)),
          ...(this.defaultTag === null ? [] : [anInjector(this.defaultTag, { tag: 'default' })]),
        ],
        at,
      ),
      pointers: known(
        this.defaultTag === null
          ? []
          : [aPointer(this.defaultTag), aDefaultValidator(this.defaultTag)],
        at,
      ),
      pinned: known([], at),
      revisionObjects: known(
        {
          [FROM]: this.objectsOf(FROM),
          [TO]: this.objectsOf(TO),
        },
        at,
      ),
    };
  }

  /** The default tag; somebody has to move it before `from` can go. */
  defaultTag: string | null = FROM;

  /**
   * One engine run at the position of a record. As the real one it writes what differs from what it wrote last; only with
   * a refresh does it see what somebody else changed since.
   */
  apply(record: RolloutRecord, refresh: boolean): void {
    if (this.engineFails) throw new Error('the update failed');
    const position = positionOf(record);
    if (position.installed) this.installed.add(record.plan.to);
    for (const revision of position.retired) {
      if (this.installed.delete(revision)) this.leases.push(revision);
    }
    const wanted = new Map(position.namespaces.map(({ uid, revision }) => [uid, revision]));
    for (const target of position.namespaces) {
      const live = this.namespaces.find(({ uid }) => uid === target.uid);
      const before = refresh ? live?.labels['istio.io/rev'] : this.written.get(target.uid);
      if (before === target.revision) continue;
      this.label(target);
      this.written.set(target.uid, target.revision);
    }
    for (const uid of this.written.keys()) if (!wanted.has(uid)) this.written.delete(uid);
    for (const workload of this.workloads) {
      const revision = position.gateways[`${workload.namespace}/${workload.name}`];
      if (revision !== undefined && workload.templateRev !== revision) {
        workload.templateRev = revision;
        workload.generation += 1;
      }
    }
  }

  /** Somebody removes the label of a namespace that has been adopted. */
  removeLabel(name: string): void {
    const namespace = this.namespaces.find((one) => one.name === name);
    if (namespace?.revOwned !== true) return;
    delete namespace.labels['istio.io/rev'];
    namespace.revOwned = false;
  }

  /** Somebody puts another label on a namespace, and keeps it. */
  takeLabel(name: string, revision: string): void {
    const namespace = this.namespaces.find((one) => one.name === name);
    if (namespace === undefined) return;
    namespace.labels = { ...othersOf(namespace.labels), 'istio.io/rev': revision };
    namespace.revOwned = false;
    namespace.revManagers = ['kubectl-label'];
  }

  /** One action of the actuator. */
  act(action: Exclude<Action, { type: 'apply' }>): void {
    if (action.type === 'adopt') {
      const namespace = this.find(action.target.uid);
      namespace.labels = { ...othersOf(namespace.labels), 'istio.io/rev': action.revision };
      namespace.annotations[ORIGINAL_ANNOTATION] ??= JSON.stringify(action.target.original);
      namespace.revOwned = true;
    } else if (action.type === 'restore') {
      this.restore(action.target);
    } else if (action.type === 'relabel') {
      this.label({ ...action.target, revision: action.revision });
    } else if (action.type === 'restart') {
      const workload = this.workloads.find(
        ({ namespace, name }) => namespace === action.namespace && name === action.name,
      )!;
      if (workload.restart !== action.stamp) {
        workload.restart = action.stamp;
        workload.generation += 1;
      }
    } else {
      this.leases = [];
    }
  }

  /** Lets time pass. */
  run(ms: number): void {
    const end = this.now + ms;
    while (this.now < end) {
      this.now = Math.min(end, this.now + 1000);
      for (const workload of this.workloads) this.roll(workload);
    }
  }

  labelsOf(): Record<string, string | undefined> {
    return Object.fromEntries(
      this.namespaces
        .filter(({ name }) => name !== 'ingress')
        .map(({ name, labels }) => [name, labels['istio.io/rev']]),
    );
  }

  /** Labels of each namespace now, all of them. */
  labels(): Record<string, Record<string, string>> {
    return Object.fromEntries(
      this.namespaces
        .filter(({ name }) => name !== 'ingress')
        .map(({ name, labels }) => [name, labels]),
    );
  }

  injectedRevisions(): (string | null)[] {
    return [...new Set(this.pods.map(({ revision }) => revision))];
  }

  isInstalled(revision: string): boolean {
    return this.objectsOf(revision).length > 0;
  }

  delete(name: string): void {
    const index = this.namespaces.findIndex((namespace) => namespace.name === name);
    this.namespaces.splice(index, 1);
    this.pods = this.pods.filter((pod) => pod.namespace !== name);
    const workload = this.workloads.findIndex((one) => one.namespace === name);
    this.workloads.splice(workload, 1);
  }

  private find(uid: string): SimNamespace {
    return this.namespaces.find((namespace) => namespace.uid === uid)!;
  }

  private label(target: { name: string; uid: string; revision: string }): void {
    const patch = namespaceLabelPatch(target);
    const namespace = this.namespaces.find(({ uid }) => uid === target.uid);
    if (namespace === undefined) throw new Error(`409: namespace ${target.name} has another uid`);
    const isHeld = namespace.revManagers.length > 0;
    if (isHeld) throw new Error(`409: the label of ${target.name} is not ours`);
    Object.assign(namespace.labels, patch.metadata.labels);
    namespace.revOwned = true;
  }

  /** As the actuator: only what carries our annotation, and only while the namespace is the one that was meant. */
  private restore({ uid, original }: NamespaceTarget): void {
    const namespace = this.find(uid);
    if (!(ORIGINAL_ANNOTATION in namespace.annotations)) return;
    namespace.labels = {
      ...othersOf(namespace.labels),
      ...(original.rev === null ? {} : { 'istio.io/rev': original.rev }),
      ...(original.injection === null ? {} : { 'istio-injection': original.injection }),
    };
    namespace.annotations = {};
    namespace.revOwned = false;
  }

  private addWorkload(namespace: string, name: string, templateRev: string | null): void {
    this.workloads.push({
      namespace,
      name,
      replicas: 2,
      restart: null,
      templateRev,
      generation: 1,
    });
  }

  /** Surges by one, and takes an old pod away only while enough are ready. */
  private roll(workload: SimWorkload): void {
    const own = this.podsOf(workload);
    for (const pod of own) {
      const { neverReady } = this;
      const isStuck =
        neverReady?.namespace === pod.namespace && neverReady.revision === pod.revision;
      if (!isStuck) pod.ready = true;
    }
    const updated = own.filter(({ generation }) => generation === workload.generation);
    const old = own.filter(({ generation }) => generation !== workload.generation);
    const ready = own.filter((pod) => pod.ready).length;
    const victim = old.find((pod) => !pod.ready || ready > workload.replicas);
    if (victim !== undefined) this.pods = this.pods.filter((pod) => pod !== victim);
    if (updated.length < workload.replicas && this.podsOf(workload).length <= workload.replicas) {
      this.createPod(workload);
    }
  }

  private createPod(workload: SimWorkload): void {
    const asked = workload.templateRev ?? this.labelRevision(workload.namespace);
    const isStale = this.staleInjections > 0 && workload.templateRev === null && asked !== FROM;
    if (isStale) this.staleInjections -= 1;
    const revision = isStale ? FROM : asked;
    if (revision === null || !this.installed.has(revision) || this.istiodReady[revision] !== true)
      return;
    this.created += 1;
    this.pods.push({
      namespace: workload.namespace,
      name: `${workload.name}-${this.created}`,
      workload: workload.name,
      generation: workload.generation,
      revision,
      restart: workload.restart,
      ready: false,
    });
  }

  private labelRevision(namespace: string): string | null {
    const labels = this.namespaces.find(({ name }) => name === namespace)?.labels ?? {};
    return labels['istio-injection'] === 'enabled'
      ? this.defaultTag
      : (labels['istio.io/rev'] ?? null);
  }

  private podsOf(workload: SimWorkload): SimPod[] {
    return this.pods.filter(
      (pod) => pod.namespace === workload.namespace && pod.workload === workload.name,
    );
  }

  private objectsOf(revision: string): string[] {
    return [
      ...(this.installed.has(revision) ? [`Deployment istio-system/istiod-${revision}`] : []),
      ...(this.leases.includes(revision)
        ? [`Lease istio-system/istio-gateway-deployment-${revision}`]
        : []),
    ];
  }
}

/** What of a namespace's labels decides no injection. */
function othersOf(labels: Record<string, string>): Record<string, string> {
  const { 'istio.io/rev': _rev, 'istio-injection': _injection, ...others } = labels;
  return others;
}
