import { UNTOLD } from '../../lib/rollout/commands/untold';
import type { AdmissionFact } from '../../lib/rollout/admission/admission-fact';
import { known } from '../../lib/rollout/fact';
import { OWN_VALIDATOR } from '../../lib/rollout/health/judge-validation';
import type {
  InjectorFact,
  IstiodCounters,
  IstiodFact,
  NamespaceFact,
  Observation,
  PodFact,
  ProxyFact,
  WorkloadFact,
} from '../../lib/rollout/observation';
import type { PointerFact } from '../../lib/rollout/pointers/pointer-fact';
import { positionKey } from '../../lib/rollout/position-key';
import type { FrozenWave, RolloutRecord } from '../../lib/rollout/record';
import { labelFor, tagOf, tagsOf } from '../../lib/rollout/wave-members';
import { newProgress } from '../../lib/rollout/wave-progress';
import { anAddress } from './an-address';
import { someCapacity } from './capacity-builders';

export const FROM = '1-30';
export const TO = '1-31';
/** A revision that a rollout may be superseded to. */
export const LATER = '1-32';

/** Facts as they are well in the middle of a rollout, at this time; every builder takes what differs. */
export const AT = 1_000_000;

export function aNamespace(changes: Partial<NamespaceFact> = {}): NamespaceFact {
  const name = changes.name ?? 'shop';
  return {
    name,
    uid: `uid-${name}`,
    labels: { 'istio.io/rev': TO },
    annotations: {},
    revOwned: true,
    revManagers: [],
    ...changes,
  };
}

export function aWorkload(changes: Partial<WorkloadFact> = {}): WorkloadFact {
  return {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'cart',
    uid: `uid-${changes.name ?? 'cart'}`,
    unrestartable: null,
    replacedBy: 'template',
    restart: null,
    templateRev: null,
    observed: true,
    desired: 2,
    updated: 2,
    ready: 2,
    available: 2,
    total: 2,
    atOnce: 1,
    staying: 1,
    ...changes,
  };
}

export function aPod(changes: Partial<PodFact> = {}): PodFact {
  const name = changes.name ?? 'cart-1';
  return {
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    phase: 'Running',
    ready: true,
    terminating: false,
    createdAt: 0,
    workload: { kind: 'Deployment', name: 'cart' },
    revision: TO,
    version: null,
    optedOut: false,
    restart: null,
    needs: { amounts: {}, priority: '' },
    unschedulable: null,
    ...changes,
  };
}

export function aProxy(pod: PodFact, changes: Partial<ProxyFact> = {}): ProxyFact {
  return {
    proxy: `${pod.name}.${pod.namespace}`,
    version: '1.31.0',
    state: 'synced',
    message: '',
    ...changes,
  };
}

export function anIstiod(revision: string, changes: Partial<IstiodFact> = {}): IstiodFact {
  return {
    pod: `istio-system/istiod-${revision}-a`,
    revision,
    version: `${revision.replace('-', '.')}.0`,
    ready: true,
    proxies: known([], AT),
    counters: known(someCounters(), AT),
    servedRoot: known('root', AT),
    ...changes,
  };
}

/** What an istiod counted that signed for nobody and refused nothing: another authority signs. */
export function someCounters(changes: Partial<IstiodCounters> = {}): IstiodCounters {
  return {
    uptimeMs: 24 * 3600_000,
    requested: 0,
    issued: 0,
    signErrors: 0,
    rejects: 0,
    internalErrors: 0,
    rootExpiresAt: AT + 365 * 24 * 3600_000,
    ...changes,
  };
}

/** The new revision injects what asks for it, and refuses what is invalid. */
export function someAdmission(changes: Partial<AdmissionFact> = {}): AdmissionFact {
  return {
    namespace: 'istio-system',
    injection: { outcome: 'injected', revision: TO },
    validation: { outcome: 'denied', webhook: OWN_VALIDATOR, message: 'host is required' },
    ...changes,
  };
}

export function anInjector(revision: string, changes: Partial<InjectorFact> = {}): InjectorFact {
  return {
    name: `istio-sidecar-injector-${revision}`,
    revision,
    tag: null,
    caBundle: true,
    client: `istiod-${revision}`,
    ...changes,
  };
}

/** The webhook of a revision tag; every pointer that we manage, unless a test says otherwise. */
export function aPointer(revision: string, changes: Partial<PointerFact> = {}): PointerFact {
  return {
    kind: 'MutatingWebhookConfiguration',
    name: 'istio-revision-tag-default',
    revision,
    tag: 'default',
    calls: [`istio-system/istiod-${revision}`],
    caBundle: 'root',
    ours: true,
    manager: '',
    ...changes,
  };
}

/** The Service of a revision tag. */
export function aTagService(tag: string, revision: string): PointerFact {
  const name = `istio-system/istiod-revision-tag-${tag}`;
  return aPointer(revision, { kind: 'Service', name, tag, calls: [], caBundle: null });
}

/** The webhook that validates what names no revision. */
export function aDefaultValidator(
  revision: string,
  changes: Partial<PointerFact> = {},
): PointerFact {
  return aPointer(revision, {
    kind: 'ValidatingWebhookConfiguration',
    name: 'istiod-default-validator',
    tag: null,
    ...changes,
  });
}

/** A cluster in which wave `web` (namespace shop, two pods of cart) runs well on the new revision. */
export function anObservation(changes: Partial<Observation> = {}): Observation {
  const pods = [aPod(), aPod({ name: 'cart-2' })];
  const proxies = pods.map((pod) => aProxy(pod));
  const others = changes.namespaces?.known === true ? changes.namespaces.value : [];
  const trusting = ['shop', 'edge', 'ingress', ...others.map(({ name }) => name)];
  return {
    at: AT,
    namespaces: known([aNamespace()], AT),
    workloads: known([aWorkload()], AT),
    pods: known(pods, AT),
    istiods: known([anIstiod(FROM), anIstiod(TO, { proxies: known(proxies, AT) })], AT),
    addresses: known([anAddress()], AT),
    gatewayApi: known([], AT),
    injectors: known([anInjector(FROM), anInjector(TO)], AT),
    pointers: known([], AT),
    pinned: known([], AT),
    revisionObjects: known(
      {
        [FROM]: [`Deployment istio-system/istiod-${FROM}`],
        [TO]: [`Deployment istio-system/istiod-${TO}`],
      },
      AT,
    ),
    roots: known(Object.fromEntries(trusting.map((name) => [name, ['root']])), AT),
    peerAuthentications: known([], AT),
    capacity: known(someCapacity(), AT),
    admission: known(someAdmission(), AT),
    clusters: null,
    metrics: null,
    handOver: null,
    ...changes,
  };
}

export function aNamespaceWave(
  name: string,
  namespaces: readonly string[],
): Extract<FrozenWave, { kind: 'namespace' }> {
  return {
    name,
    kind: 'namespace',
    namespaces: namespaces.map((namespace) => ({
      name: namespace,
      uid: `uid-${namespace}`,
      original: { rev: FROM, injection: null },
    })),
    soakSeconds: 10,
    approval: false,
  };
}

/** A wave of the mode `tag`. */
export function aTagWave(name: string, namespaces: readonly string[], tag = name): FrozenWave {
  return { ...aNamespaceWave(name, namespaces), tag };
}

export function aGatewayWave(): Extract<FrozenWave, { kind: 'gateway' }> {
  return {
    name: 'edge',
    kind: 'gateway',
    gateways: [{ namespace: 'ingress', name: 'gateway' }],
    stepOf: 'edge',
    shares: [100],
    revision: TO,
    share: 100,
    scale: 100,
    soakSeconds: 10,
    approval: false,
  };
}

/** A record whose only wave, `web`, was released and settled 5 s ago.. */
export function aRecord(changes: Partial<RolloutRecord> = {}): RolloutRecord {
  const waves = changes.plan?.waves ?? [aNamespaceWave('web', ['shop'])];
  return {
    plan: {
      from: FROM,
      to: TO,
      mode: waves.some((wave) => tagOf(wave) !== null) ? 'tag' : 'label',
      waves,
      stragglers: 'wave',
      deadlineSeconds: 60,
      retainSeconds: 20,
      approvalSeconds: 30,
      rollback: 'attempt',
      removal: 'automatic',
      default: 'move',
      restartFrom: true,
      metrics: null,
      restart: { maxWorkloads: 50, maxPods: null, waived: [] },
      hash: 'h',
    },
    phase: 'moving',
    released: 1,
    kept: 0,
    attempt: 1,
    since: AT - 5000,
    settled: true,
    proof: null,
    passingSince: null,
    waveringSince: null,
    soakRestarts: 0,
    retainedMs: 0,
    progress: waves.map(() => ({ ...newProgress(AT - 6000), istiods: {} })),
    restarts: {},
    restarting: {},
    applied: null,
    cleanScans: [],
    handed: null,
    gatewaysBack: false,
    removed: [],
    retired: [],
    failure: null,
    history: [],
    ...UNTOLD,
    owned: {
      namespaces: waves.flatMap((wave) =>
        wave.kind === 'namespace'
          ? wave.namespaces.map(({ name, uid }) => ({
              name,
              uid,
              revision: labelFor(wave, FROM),
            }))
          : [],
      ),
      pointers: {},
      gateways: Object.fromEntries(
        waves.flatMap((wave) =>
          wave.kind === 'gateway'
            ? wave.gateways.map(({ namespace, name }) => [`${namespace}/${name}`, FROM] as const)
            : [],
        ),
      ),
      tags: Object.fromEntries(tagsOf(waves).map((tag) => [tag, FROM])),
    },
    ...changes,
  };
}

/** A record whose position was applied, as the driver notes it. */
export function asApplied(record: RolloutRecord): RolloutRecord {
  return { ...record, applied: positionKey(record) };
}
