import type { NamespaceFact, Observation, PodFact, WorkloadFact } from './observation';
import {
  deploymentOf,
  namespacesByUid,
  podsByNamespace,
  podsOf,
  workloadsByNamespace,
} from './look-up';
import { generationOf } from './gateway-generation';
import { livingGateway } from './gateway-api/living-gateway';
import type { FrozenWave, GatewayApiWave, GatewayWave, NamespaceWave } from './record';
import { remembered } from './remembered';
import { ownerKey, workloadKey } from './restart/workload-key';
import { gatewayKey } from './wave-members';

/** What the cluster shows of a wave's members. */
export interface WaveScope {
  /** Namespaces that still exist with the identity that the plan froze. */
  readonly namespaces: readonly NamespaceFact[];
  /** Workloads that have a part in the mesh: those whose pods all opted out are not ours to judge. */
  readonly workloads: readonly WorkloadFact[];
  /** Pods of workloads that should be in the mesh: neither ended nor opted out; terminating ones are among them. */
  readonly pods: readonly PodFact[];
  /** Generations of gateways, as `<namespace>/<name>`, without a Deployment. */
  readonly missingGateways: readonly string[];
}

/** A scope, or why it could not be read. */
export type ScopeResult =
  | { readonly known: true; readonly scope: WaveScope }
  | { readonly known: false; readonly reason: string };

/** Picks out of an observation what belongs to a wave; unknown as soon as anything needed for it is. */
export function scopeOf(wave: FrozenWave, observation: Observation): ScopeResult {
  return scopesIn(observation)(wave);
}

/** Every gate asks for the same scopes. */
const scopesIn = remembered((observation: Observation) =>
  remembered((wave: FrozenWave) => readScope(wave, observation)),
);

function readScope(wave: FrozenWave, observation: Observation): ScopeResult {
  const { namespaces, workloads, pods } = observation;
  if (!namespaces.known) return namespaces;
  if (!workloads.known) return workloads;
  if (!pods.known) return pods;
  switch (wave.kind) {
    case 'namespace': {
      const scope = namespaceScope(wave, namespaces.value, workloads.value, pods.value);
      return { known: true, scope };
    }
    case 'gateway':
      return { known: true, scope: gatewayScope(wave, workloads.value, pods.value) };
    case 'gateway-api':
      return gatewayApiScope(wave, observation, workloads.value, pods.value);
  }
}

/** Kinds whose pods a restart replaces. */
export const RESTARTABLE: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Whether a pod has ended for good. */
export function isTerminal(pod: PodFact): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

function namespaceScope(
  wave: NamespaceWave,
  namespaces: readonly NamespaceFact[],
  workloads: readonly WorkloadFact[],
  pods: readonly PodFact[],
): WaveScope {
  const living = namespacesByUid(namespaces);
  const members = wave.namespaces.flatMap(({ uid }) => living.get(uid) ?? []);
  const isMeant = meantBy(wave);
  return {
    namespaces: members,
    workloads: members
      .flatMap(({ name }) => workloadsByNamespace(workloads).get(name) ?? [])
      .filter((workload) => isMeant(workloadKey(workload)) && inMesh(podsOf(workload, pods))),
    pods: members
      .flatMap(({ name }) => podsByNamespace(pods).get(name) ?? [])
      .filter((pod) => isJudged(pod) && isMeant(ownerKey(pod))),
    missingGateways: [],
  };
}

/** Which workloads of its namespaces a wave is about, by their keys. */
function meantBy({ workloads }: NamespaceWave): (key: string | null) => boolean {
  if (workloads === undefined) return () => true;
  const keys = new Set<string | null>(workloads.map(workloadKey));
  return (key) => keys.has(key);
}

/** Whether a workload with these pods has a part in the mesh; one without pods may be one whose pods are refused. */
export function inMesh(pods: readonly PodFact[]): boolean {
  const alive = pods.filter((pod) => !isTerminal(pod));
  return alive.length === 0 || alive.some((pod) => !pod.optedOut);
}

function gatewayScope(
  wave: GatewayWave,
  workloads: readonly WorkloadFact[],
  pods: readonly PodFact[],
): WaveScope {
  const generations = wave.gateways.map((gateway) => generationOf(gateway, wave.revision));
  const found = generations.flatMap((one) => deploymentOf(one, workloads) ?? []);
  return {
    namespaces: [],
    workloads: found,
    pods: found.flatMap((workload) => podsOf(workload, pods)).filter(isJudged),
    missingGateways: generations
      .filter((one) => deploymentOf(one, workloads) === undefined)
      .map(gatewayKey),
  };
}

/** istiod makes its pods itself, so that none asks to be injected; nothing is left of a Gateway that was deleted, or made anew. */
function gatewayApiScope(
  { gateway }: GatewayApiWave,
  observation: Observation,
  workloads: readonly WorkloadFact[],
  pods: readonly PodFact[],
): ScopeResult {
  const living = livingGateway(gateway, observation);
  if (!living.known) return living;
  const deployment = { namespace: gateway.namespace, name: gateway.deployment };
  const found = living.value === null ? undefined : deploymentOf(deployment, workloads);
  const isMissing = living.value !== null && found === undefined;
  const scope: WaveScope = {
    namespaces: [],
    workloads: found === undefined ? [] : [found],
    pods: found === undefined ? [] : podsOf(found, pods).filter((pod) => !isTerminal(pod)),
    missingGateways: isMissing ? [gatewayKey(deployment)] : [],
  };
  return { known: true, scope };
}

/** The pod of a job keeps the proxy that it was made with: it keeps a revision from being removed, not a wave from passing. */
function isJudged(pod: PodFact): boolean {
  const isReplaced = pod.workload !== null && RESTARTABLE.includes(pod.workload.kind);
  return !isTerminal(pod) && !pod.optedOut && isReplaced;
}
