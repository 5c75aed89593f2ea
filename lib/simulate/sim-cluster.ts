import { REVISION_LABEL } from '../rollout/names';
import type { Observation } from '../rollout/observation';
import { versionOf } from '../rollout/patch/version-of';
import type { RolloutPosition } from '../rollout/position';
import type { RolloutRecord } from '../rollout/record';
import { carryOut, type SimAction } from './carry-out';
import { engineWrites, forgetUnwanted, removeGoneIstiods, writeObject } from './engine-writes';
import { observeState, revisionObjects } from './observe-state';
import { areIstiodsSettled, install, rollIstiods } from './roll-istiods';
import { isSettled, removeGone, rollWorkload } from './roll-workload';
import { dropTag, pointTag, takeTagsOver } from './sim-tags';
import type { AskedBefore } from './traffic';
import type { SimConditions, SimNamespace, SimStart, SimState, SimTiming } from './sim-state';

const TICK_MS = 1000;

/** How long things take where nothing else is said: as little as shows their order. */
const QUICK: SimTiming = { podStartMs: 1000, podStopMs: 0, istiodStartMs: 0 };

/** Somebody who is not us, as field managers name him. */
const SOMEBODY = 'kubectl-label';

/**
 * A cluster as a rollout knows it, in memory: namespaces with labels and their owners, workloads that roll, injectors,
 * istiods, proxies. Its clock is its own and only `run` moves it; the same calls always give the same cluster.
 */
export class SimCluster {
  readonly state: SimState;
  readonly #asked: AskedBefore = new Map();

  constructor(state: SimState) {
    this.state = state;
  }

  /** A cluster before its first rollout, with every pod up. @param now - epoch milliseconds */
  static start(start: SimStart, now: number): SimCluster {
    const state: SimState = {
      now,
      counter: 0,
      from: start.from,
      to: start.to,
      revisions: [start.from, start.to],
      versions: { ...start.versions },
      timing: start.timing ?? QUICK,
      namespaces: [],
      workloads: [],
      pods: [],
      istiods: [],
      restarted: {},
      tags: { ...start.tags },
      authorities: {},
      // One choice for who injects and who validates by default.
      validator:
        start.validator === undefined ? (start.tags?.['default'] ?? null) : start.validator,
      foreign: start.foreign ?? [],
      leases: [],
      written: {},
      conditions: nothingBroken(),
      store: { record: null, version: 0 },
      traffic: start.traffic ?? null,
      gone: [],
      holes: [],
    };
    const cluster = new SimCluster(state);
    install(state, start.from);
    for (const namespace of start.namespaces) cluster.createNamespace(namespace);
    cluster.run(state.timing.istiodStartMs);
    cluster.settle();
    return cluster;
  }

  /** The same cluster once more, to go another way from here. */
  fork(): SimCluster {
    return new SimCluster(structuredClone(this.state));
  }

  get now(): number {
    return this.state.now;
  }

  get namespaces(): readonly SimNamespace[] {
    return this.state.namespaces;
  }

  get conditions(): SimConditions {
    return this.state.conditions;
  }

  /** @param record - what the metrics are asked for; nothing without it */
  observe(record: RolloutRecord | null = null): Observation {
    return observeState(this.state, record, this.#asked);
  }

  /** One action of the actuator. @throws Refused */
  act(action: SimAction): void {
    carryOut(this.state, action);
  }

  /** A whole engine run at a position. @throws Refused at the first object that cannot be written */
  apply(position: RolloutPosition, refresh: boolean): void {
    for (const write of engineWrites(this.state, position, refresh)) writeObject(this.state, write);
    forgetUnwanted(this.state, position);
  }

  /** Lets time pass. Where nothing changes by itself it passes at once. */
  run(ms: number): void {
    const end = this.now + ms;
    takeTagsOver(this.state);
    removeGoneIstiods(this.state);
    while (this.now < end) {
      const { state } = this;
      const moving = state.workloads.filter((workload) => !isSettled(state, workload));
      const isQuiet = moving.length === 0 && areIstiodsSettled(state);
      state.now = isQuiet ? end : Math.min(end, this.now + TICK_MS);
      rollIstiods(state);
      takeTagsOver(state);
      removeGoneIstiods(state);
      for (const workload of moving) rollWorkload(state, workload);
      removeGone(state);
    }
  }

  createNamespace({ name, labels, workloads }: SimStart['namespaces'][number]): void {
    const { state } = this;
    state.counter += 1;
    const generation = `${name}-${state.counter}`;
    state.namespaces.push({
      name,
      uid: `uid-${generation}`,
      version: 1,
      labels: { ...labels },
      annotations: {},
      managers: REVISION_LABEL in labels ? [SOMEBODY] : [],
    });
    for (const workload of workloads) {
      state.workloads.push({
        replacedBy: 'template',
        ...workload,
        namespace: name,
        uid: `uid-${generation}-${workload.name}`,
        unrestartable: null,
        restart: null,
        chart: workload.templateRev === null ? null : versionOf(state.from),
        generation: 1,
      });
    }
  }

  deleteNamespace(gone: string): void {
    const { state } = this;
    state.namespaces = state.namespaces.filter(({ name }) => name !== gone);
    state.workloads = state.workloads.filter(({ namespace }) => namespace !== gone);
    for (const pod of state.pods) if (pod.namespace === gone) pod.goneAt ??= state.now;
    removeGone(state);
  }

  /** Somebody sets a namespace's revision label, or with `null` removes it, and holds it from then on. */
  labelByHand(name: string, revision: string | null): void {
    const namespace = this.state.namespaces.find((one) => one.name === name);
    if (namespace === undefined) return;
    const { [REVISION_LABEL]: _before, ...labels } = namespace.labels;
    namespace.labels = revision === null ? labels : { ...labels, [REVISION_LABEL]: revision };
    namespace.managers = revision === null ? [] : [SOMEBODY];
    namespace.version += 1;
  }

  /** Stops Prometheus, or starts it again: what it did not scrape then nobody knows. */
  stopPrometheus(stopped: boolean): void {
    const { conditions, holes } = this.state;
    if (stopped) {
      conditions.prometheusDown ??= this.now;
    } else if (conditions.prometheusDown !== null) {
      holes.push({ from: conditions.prometheusDown, to: this.now });
      conditions.prometheusDown = null;
    }
  }

  /** The source names another target: the next engine run installs it, if it is not there. */
  retarget(revision: string): void {
    this.state.to = revision;
    this.state.revisions.push(revision);
  }

  /** The pods of a namespace are not ready any more on a revision, and never get so again. */
  breakPods(namespace: string, revision: string): void {
    this.conditions.neverReady = { namespace, revision };
    for (const pod of this.state.pods) {
      if (pod.namespace === namespace && pod.revision === revision) pod.readyAt = null;
    }
  }

  /** Somebody moves a revision tag. */
  moveTag(tag: string, revision: string): void {
    pointTag(this.state, tag, revision);
  }

  /** Somebody deletes a revision tag. */
  deleteTag(tag: string): void {
    dropTag(this.state, tag);
  }

  /** Labels of each namespace. */
  labels(): Record<string, Record<string, string>> {
    return Object.fromEntries(this.namespaces.map(({ name, labels }) => [name, labels]));
  }

  /** What injected the pods that there are, each once. */
  injectedRevisions(): (string | null)[] {
    return [...new Set(this.state.pods.map(({ revision }) => revision))];
  }

  /** Whether anything of a revision is left. */
  hasObjectsOf(revision: string): boolean {
    return revisionObjects(this.state, revision).length > 0;
  }

  private settle(): void {
    const { state } = this;
    for (let ticks = 0; ticks < 3600; ticks += 1) {
      if (state.workloads.every((workload) => isSettled(state, workload))) return;
      this.run(TICK_MS);
    }
    throw new Error('the pods of this cluster do not get ready by themselves');
  }
}

function nothingBroken(): SimConditions {
  return {
    neverReady: null,
    istiodDown: [],
    restartFails: [],
    staleInjections: 0,
    engineFails: false,
    apiDown: false,
    prometheusDown: null,
    rejecting: null,
    otherRoot: null,
    harms: [],
    happened: [],
  };
}
