import { generationOf } from '../rollout/gateway-generation';
import { REVISION_LABEL } from '../rollout/names';
import type { Observation } from '../rollout/observation';
import { revisionOf } from '../rollout/patch/version-of';
import type { RolloutPosition } from '../rollout/position';
import type { RolloutRecord } from '../rollout/record';
import { gatewayNamed } from '../rollout/wave-members';
import { carryOut, type SimAction } from './carry-out';
import { engineWrites, forgetUnwanted, removeGoneIstiods, writeObject } from './engine-writes';
import { observeState, revisionObjects } from './observe-state';
import { areIstiodsSettled, install, rollIstiods } from './roll-istiods';
import { labelGatewayByHand, renderGateways } from './gateway-api';
import { rollNamespace } from './roll-namespace';
import { namespaceOf } from './namespace-of';
import { newNamespace, SOMEBODY } from './new-namespace';
import { podsIn } from './pods-in';
import { setMoving } from './set-moving';
import { dropTag, pointTag, takeTagsOver } from './sim-tags';
import type { AskedBefore } from './traffic';
import type { SimConditions, SimNamespace, SimStart, SimState, SimTiming } from './sim-state';

const TICK_MS = 1000;

/** How long things take where nothing else is said: as little as shows their order. */
const QUICK: SimTiming = { podStartMs: 1000, podStopMs: 0, istiodStartMs: 0 };

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
      moving: [],
      istiods: [],
      remote: null,
      restarted: {},
      tags: { ...start.tags },
      authorities: {},
      // One choice for who injects and who validates by default.
      validator:
        start.validator === undefined ? (start.tags?.['default'] ?? null) : start.validator,
      gateways: Object.fromEntries(
        (start.gateways ?? []).map((key) => [key, gatewayStart(start, key)] as const),
      ),
      gatewayApis: (start.gatewayApis ?? []).map((one) => ({
        ...one,
        uid: `uid-gateway-${one.namespace}-${one.name}`,
        managers: one.label === null ? [] : [SOMEBODY],
        copied: one.label,
      })),
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
    state.namespaces = start.namespaces.map((one) => newNamespace(state, one));
    state.moving = start.namespaces.map(({ name }) => name);
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
    renderGateways(this.state);
    while (this.now < end) {
      const { state } = this;
      const isQuiet = state.moving.length === 0 && areIstiodsSettled(state);
      state.now = isQuiet ? end : Math.min(end, this.now + TICK_MS);
      rollIstiods(state);
      takeTagsOver(state);
      removeGoneIstiods(state);
      renderGateways(state);
      state.moving = state.moving.filter((name) => rollNamespace(state, name));
    }
  }

  createNamespace(start: SimStart['namespaces'][number]): void {
    const { state } = this;
    state.namespaces = [...state.namespaces, newNamespace(state, start)];
    setMoving(state, start.name);
  }

  deleteNamespace(name: string): void {
    const { state } = this;
    const pods = (namespaceOf(state, name)?.workloads ?? []).flatMap((workload) => workload.pods);
    for (const pod of pods) pod.goneAt = state.now;
    if (state.traffic !== null) state.gone.push(...pods);
    state.namespaces = state.namespaces.filter((one) => one.name !== name);
  }

  /** Somebody sets a namespace's revision label, or with `null` removes it, and holds it from then on. */
  labelByHand(name: string, revision: string | null): void {
    const namespace = namespaceOf(this.state, name);
    if (namespace === undefined) return;
    const { [REVISION_LABEL]: _before, ...labels } = namespace.labels;
    namespace.labels = revision === null ? labels : { ...labels, [REVISION_LABEL]: revision };
    namespace.managers = revision === null ? [] : [SOMEBODY];
    namespace.version += 1;
  }

  /** Somebody sets the label of a Gateway of the Gateway API, or with `null` removes it, and holds it from then on. */
  labelGatewayByHand(name: string, label: string | null): void {
    labelGatewayByHand(this.state, name, label);
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
    this.unreadyPods(namespace, revision);
  }

  /** The pods of a namespace are not ready any more, and have to get so again. @param revision - only those that it injected */
  unreadyPods(name: string, revision?: string): void {
    const workloads = namespaceOf(this.state, name)?.workloads ?? [];
    for (const pod of workloads.flatMap(({ pods }) => pods)) {
      if (revision === undefined || pod.revision === revision) pod.readyAt = null;
    }
    setMoving(this.state, name);
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
    return [...new Set(podsIn(this.state).map(({ revision }) => revision))];
  }

  /** Whether anything of a revision is left. */
  hasObjectsOf(revision: string): boolean {
    return revisionObjects(this.state, revision).length > 0;
  }

  private settle(): void {
    for (let ticks = 0; ticks < 3600; ticks += 1) {
      if (this.state.moving.length === 0) return;
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
    quotaFull: [],
    harms: [],
    happened: [],
  };
}

/** Its generation of `from` has the address to itself. */
function gatewayStart({ from, namespaces }: SimStart, key: string): SimState['gateways'][string] {
  const { namespace, name } = generationOf(gatewayNamed(key), from);
  const workload = namespaces
    .find((one) => one.name === namespace)
    ?.workloads.find((one) => one.name === name);
  return { serving: revisionOf(from), replicas: workload?.replicas ?? 1 };
}
