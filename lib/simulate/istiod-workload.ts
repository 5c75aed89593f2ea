import { istiodName } from '../rollout/health/istiod-name';
import type { PodNeeds } from '../rollout/capacity/capacity-fact';
import type { PodFact, WorkloadFact } from '../rollout/observation';
import { revisionOf } from '../rollout/patch/version-of';
import { isReady } from './inject';
import { isFresh, REPLICAS } from './roll-istiods';
import type { SimIstiod, SimState } from './sim-state';

/** Pods of the model ask for nothing that is counted but a place. */
export const NO_NEEDS: PodNeeds = { amounts: {}, priority: '' };

/** Where istiods run in the model. */
export const MESH_NAMESPACE = 'istio-system';

/** Fingerprint of the one root that every revision signs with. */
export const ROOT = 'root';

/** What a reader sees of the Deployment of a revision's istiods; as the chart has it, it makes all before it takes one. */
export function istiodWorkload(state: SimState, revision: string): WorkloadFact {
  const own = state.istiods.filter((istiod) => revisionOf(istiod.revision) === revision);
  const ready = own.filter((istiod) => isReady(state, istiod)).length;
  return {
    kind: 'Deployment',
    namespace: MESH_NAMESPACE,
    name: istiodName(revision),
    uid: `uid-${istiodName(revision)}`,
    unrestartable: null,
    replacedBy: 'template',
    restart: state.restarted[own[0]?.revision ?? revision] ?? null,
    templateRev: revision,
    observed: true,
    desired: REPLICAS,
    updated: own.filter((istiod) => isFresh(state, istiod)).length,
    ready,
    available: ready,
    total: own.length,
    atOnce: REPLICAS,
    staying: REPLICAS,
  };
}

/** What a reader sees of an istiod's pod. */
export function istiodPod(state: SimState, istiod: SimIstiod): PodFact {
  const { name, revision, startedAt, restart } = istiod;
  return {
    namespace: MESH_NAMESPACE,
    name,
    uid: `uid-${name}`,
    phase: 'Running',
    ready: isReady(state, istiod),
    terminating: false,
    createdAt: startedAt,
    workload: { kind: 'Deployment', name: istiodName(revisionOf(revision)) },
    revision: null,
    version: null,
    optedOut: true,
    restart,
    needs: NO_NEEDS,
    unschedulable: null,
  };
}

/** The revision whose istiods a Deployment has; `null` where it has none. */
export function revisionOfIstiods(
  { istiods }: SimState,
  { namespace, name }: Pick<WorkloadFact, 'namespace' | 'name'>,
): string | null {
  if (namespace !== MESH_NAMESPACE) return null;
  return (
    istiods.find(({ revision }) => istiodName(revisionOf(revision)) === name)?.revision ?? null
  );
}
