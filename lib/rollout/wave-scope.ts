import type { NamespaceFact, Observation, PodFact, WorkloadFact } from './observation';
import type { FrozenWave } from './record';

/** What the cluster shows of a wave's members. */
export interface WaveScope {
  /** Namespaces that still exist with the identity that the plan froze. */
  readonly namespaces: readonly NamespaceFact[];
  /** Workloads that have a part in the mesh: those whose pods all opted out are not ours to judge. */
  readonly workloads: readonly WorkloadFact[];
  /** Pods of workloads that should be in the mesh: neither ended nor opted out; terminating ones are among them. */
  readonly pods: readonly PodFact[];
  /** Gateways of the plan, as `<namespace>/<name>`, without a Deployment. */
  readonly missingGateways: readonly string[];
}

/** A scope, or why it could not be read. */
export type ScopeResult =
  | { readonly known: true; readonly scope: WaveScope }
  | { readonly known: false; readonly reason: string };

/** Picks out of an observation what belongs to a wave; unknown as soon as anything needed for it is. */
export function scopeOf(wave: FrozenWave, observation: Observation): ScopeResult {
  const { namespaces, workloads, pods } = observation;
  if (!namespaces.known) return namespaces;
  if (!workloads.known) return workloads;
  if (!pods.known) return pods;
  const scope =
    wave.kind === 'namespace'
      ? namespaceScope(wave, namespaces.value, workloads.value, pods.value)
      : gatewayScope(wave, workloads.value, pods.value);
  return { known: true, scope };
}

/** Kinds whose pods a restart replaces. */
export const RESTARTABLE: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Whether a pod has ended for good. */
export function isTerminal(pod: PodFact): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

/** Whether a pod belongs to a workload. */
export function isPodOf(workload: WorkloadFact, pod: PodFact): boolean {
  return (
    pod.namespace === workload.namespace &&
    pod.workload?.kind === workload.kind &&
    pod.workload.name === workload.name
  );
}

function namespaceScope(
  wave: Extract<FrozenWave, { kind: 'namespace' }>,
  namespaces: readonly NamespaceFact[],
  workloads: readonly WorkloadFact[],
  pods: readonly PodFact[],
): WaveScope {
  const uids = new Set(wave.namespaces.map(({ uid }) => uid));
  const members = namespaces.filter(({ uid }) => uids.has(uid));
  const names = new Set(members.map(({ name }) => name));
  const inside = pods.filter((pod) => names.has(pod.namespace));
  return {
    namespaces: members,
    workloads: workloads
      .filter(({ namespace }) => names.has(namespace))
      .filter((workload) => inMesh(inside.filter((pod) => isPodOf(workload, pod)))),
    pods: inside.filter(isJudged),
    missingGateways: [],
  };
}

/** Whether a workload with these pods has a part in the mesh; one without pods may be one whose pods are refused. */
export function inMesh(pods: readonly PodFact[]): boolean {
  const alive = pods.filter((pod) => !isTerminal(pod));
  return alive.length === 0 || alive.some((pod) => !pod.optedOut);
}

function gatewayScope(
  wave: Extract<FrozenWave, { kind: 'gateway' }>,
  workloads: readonly WorkloadFact[],
  pods: readonly PodFact[],
): WaveScope {
  const found = workloads.filter(
    ({ kind, namespace, name }) =>
      kind === 'Deployment' &&
      wave.gateways.some((gateway) => gateway.namespace === namespace && gateway.name === name),
  );
  return {
    namespaces: [],
    workloads: found,
    pods: pods.filter(isJudged).filter((pod) => found.some((workload) => isPodOf(workload, pod))),
    missingGateways: wave.gateways
      .filter(
        (gateway) =>
          !found.some(
            ({ namespace, name }) => namespace === gateway.namespace && name === gateway.name,
          ),
      )
      .map(({ namespace, name }) => `${namespace}/${name}`),
  };
}

/** The pod of a job keeps the proxy that it was made with: it keeps a revision from being removed, not a wave from passing. */
function isJudged(pod: PodFact): boolean {
  const isReplaced = pod.workload !== null && RESTARTABLE.includes(pod.workload.kind);
  return !isTerminal(pod) && !pod.optedOut && isReplaced;
}
