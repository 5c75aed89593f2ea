import { known, unknown } from '../rollout/fact';
import { FIELD_MANAGER, REVISION_LABEL } from '../rollout/names';
import type {
  AddressFact,
  InjectorFact,
  NamespaceFact,
  Observation,
  PodFact,
  WorkloadFact,
} from '../rollout/observation';
import { istiodPod, istiodWorkload, MESH_NAMESPACE, NO_NEEDS, ROOT } from './istiod-workload';
import type { InjectionProbe } from '../rollout/health/dry-run-probes';
import { istiodName } from '../rollout/health/istiod-name';
import { imageVersion } from '../rollout/image-version';
import { revisionOf } from '../rollout/patch/version-of';
import type { HandOverProbes } from '../rollout/pointers/hand-over-probes';
import { gatewayNamed } from '../rollout/wave-members';
import { endpointsOf } from './gateway-writes';
import { gatewayApiFacts } from './gateway-api';
import { isInstalled, isMadeByIstiod, isServing } from './inject';
import { installedRevisions } from './installed-revisions';
import { istiodFact } from './istiod-fact';
import { tryAdmission } from './try-admission';
import type { RolloutRecord } from '../rollout/record';
import { podsIn } from './pods-in';
import { pointerFacts } from './pointer-facts';
import { answerMetrics, type AskedBefore } from './traffic';
import { quotasOf } from './full-quota';
import type { SimNamespace, SimPod, SimState, SimWorkload } from './sim-state';
import { workloadsIn } from './workloads-in';

/** What a reader who asks for everything, and is told the truth, sees of the model now. */
export function observeState(
  state: SimState,
  record: RolloutRecord | null,
  asked: AskedBefore,
): Observation {
  const at = state.now;
  const metrics = answerMetrics(state, record, asked);
  const pods = podsIn(state);
  const isRemote = state.remote !== null;
  if (state.conditions.apiDown) return { ...nothing(at), metrics };
  return {
    at,
    namespaces: known(state.namespaces.map(namespaceFact), at),
    workloads: known(
      [
        ...workloadsIn(state).map((workload) => workloadFact(state, workload)),
        ...(isRemote
          ? []
          : installedRevisions(state).map((revision) => istiodWorkload(state, revision))),
      ],
      at,
    ),
    pods: known(
      [
        ...pods.map((pod) => podFact(state, pod)),
        ...(isRemote ? [] : state.istiods.map((one) => istiodPod(state, one))),
      ],
      at,
    ),
    istiods: known(
      state.istiods.map((istiod) => istiodFact(state, istiod, pods)),
      at,
    ),
    addresses: known(addresses(state), at),
    gatewayApi: known(gatewayApiFacts(state), at),
    injectors: known(injectors(state), at),
    pointers: known(pointerFacts(state), at),
    pinned: known([], at),
    handOver: known(tried(state), at),
    revisionObjects: known(
      Object.fromEntries(
        state.revisions
          .map(revisionOf)
          .map((revision) => [revision, revisionObjects(state, revision)]),
      ),
      at,
    ),
    roots: known(Object.fromEntries(state.namespaces.map(({ name }) => [name, [ROOT]])), at),
    peerAuthentications: known([], at),
    capacity: known({ quotas: quotasOf(state), budgets: [], nodes: known([], at) }, at),
    admission: known(tryAdmission(state, askedRevision(state, record)), at),
    clusters: null,
    metrics,
  };
}

/** What is seen of a cluster whose API server does not answer. */
function nothing(at: number): Omit<Observation, 'metrics'> {
  const fact = unknown<never>('the API server does not answer: connection refused', at);
  return {
    at,
    namespaces: fact,
    workloads: fact,
    pods: fact,
    istiods: fact,
    addresses: fact,
    gatewayApi: fact,
    injectors: fact,
    pointers: fact,
    pinned: fact,
    handOver: fact,
    revisionObjects: fact,
    roots: fact,
    peerAuthentications: fact,
    capacity: fact,
    admission: fact,
    clusters: null,
  };
}

/** Everything that is labelled for a revision besides pods and namespaces. */
export function revisionObjects(state: SimState, revision: string): string[] {
  return [
    ...(isInstalled(state, revision)
      ? [
          `${state.remote === null ? 'Deployment' : 'Service'} ${MESH_NAMESPACE}/${istiodName(revision)}`,
        ]
      : []),
    ...(state.leases.includes(revision)
      ? [`Lease istio-system/istio-gateway-deployment-${revision}`]
      : []),
  ];
}

function namespaceFact({ name, uid, labels, annotations, managers }: SimNamespace): NamespaceFact {
  const isOurs = managers.includes(FIELD_MANAGER);
  const others = managers.filter((manager) => manager !== FIELD_MANAGER);
  return {
    name,
    uid,
    labels: { ...labels },
    annotations: { ...annotations },
    revOwned: REVISION_LABEL in labels && isOurs && others.length === 0,
    revManagers: others,
  };
}

function workloadFact(state: SimState, workload: SimWorkload): WorkloadFact {
  const own = workload.pods.filter(({ goneAt }) => goneAt === null);
  const ready = own.filter(({ readyAt }) => readyAt !== null).length;
  const { kind, namespace, name, uid, restart, templateRev, replicas } = workload;
  const made = state.gatewayApis.find(
    (one) => one.namespace === namespace && one.deployment === name,
  );
  return {
    kind,
    namespace,
    name,
    uid,
    unrestartable: workload.unrestartable,
    replacedBy: workload.replacedBy,
    restart,
    templateRev: made === undefined ? templateRev : made.copied,
    observed: true,
    desired: replicas,
    updated: own.filter(({ generation }) => generation === workload.generation).length,
    ready,
    available: ready,
    total: own.length,
    atOnce: 1,
    staying: Math.max(0, replicas - (kind === 'Deployment' ? 0 : 1)),
  };
}

function podFact(state: SimState, pod: SimPod): PodFact {
  const { namespace, name, uid, kind, workload, createdAt, revision, restart } = pod;
  return {
    namespace,
    name,
    uid,
    phase: 'Running',
    ready: pod.readyAt !== null && pod.goneAt === null,
    terminating: pod.goneAt !== null,
    createdAt,
    workload: { kind, name: workload },
    revision: revision === null ? null : revisionOf(revision),
    version: imageVersion(`:${pod.version}`),
    optedOut: isMadeByIstiod(state, { namespace, name: workload }),
    restart,
    needs: NO_NEEDS,
    unschedulable: null,
  };
}

/** As its driver asks: of the old revision after its restart, else of the new one. */
function askedRevision({ to }: SimState, record: RolloutRecord | null): string {
  return record?.phase === 'proving' ? record.plan.from : to;
}

function addresses(state: SimState): AddressFact[] {
  return Object.entries(state.gateways).map(([key, { serving }]) => ({
    ...gatewayNamed(key),
    serving,
    endpoints: endpointsOf(state, key),
  }));
}

function injectors(state: SimState): InjectorFact[] {
  const own = installedRevisions(state).map((revision) => ({
    name: `istio-sidecar-injector-${revision}`,
    revision,
    tag: null,
    caBundle: true,
    client: revision,
  }));
  const tags = Object.entries(state.tags).map(([tag, revision]) => ({
    name: `istio-revision-tag-${tag}`,
    revision,
    tag,
    caBundle: tag in state.authorities,
    client: state.authorities[tag] === revision ? revision : `${revision} with another CA`,
  }));
  return [...own, ...tags];
}

/** What dry runs show; whoever is led to an istiod that does not answer gets none. */
function tried(state: SimState): HandOverProbes {
  const silent = { outcome: 'unreachable', cause: 'EOF' } as const;
  const webhook = 'validation.istio.io';
  const validates = state.validator !== null && isServing(state, state.validator);
  const tags = Object.entries(state.tags).map(([tag, revision]): [string, InjectionProbe] => [
    tag,
    isServing(state, revision)
      ? { outcome: 'injected', revision }
      : { ...silent, webhook: 'sidecar-injector.istio.io' },
  ]);
  return {
    validation: validates ? { outcome: 'denied', webhook, message: '' } : { ...silent, webhook },
    tags: Object.fromEntries(tags),
  };
}
