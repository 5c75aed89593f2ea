import type { V1Pod } from '@kubernetes/client-node';
import { imageVersion } from '../rollout/image-version';
import { RESTART_ANNOTATION, REVISION_LABEL } from '../rollout/names';
import type { PodFact } from '../rollout/observation';
import { podNeeds } from './capacity/pod-needs';

const INJECT = 'sidecar.istio.io/inject';
const STATUS = 'sidecar.istio.io/status';

/** Label of the pods of a Gateway of the Gateway API. */
const MADE_BY_ISTIOD = 'gateway.istio.io/managed';

const PROXY = 'istio-proxy';

/** What the planner needs to know of a pod. */
export function podFact(pod: V1Pod): PodFact {
  const annotations = pod.metadata?.annotations ?? {};
  return {
    namespace: pod.metadata?.namespace ?? '',
    name: pod.metadata?.name ?? '',
    uid: pod.metadata?.uid ?? '',
    phase: pod.status?.phase ?? 'Unknown',
    ready: (pod.status?.conditions ?? []).some(
      (condition) => condition.type === 'Ready' && condition.status === 'True',
    ),
    terminating: pod.metadata?.deletionTimestamp !== undefined,
    // A date where the client read it, a text where it was watched.
    createdAt: new Date(pod.metadata?.creationTimestamp ?? 0).getTime(),
    workload: workloadOf(pod),
    revision: revisionOf(pod),
    version: containerVersion(pod, PROXY),
    optedOut: optedOut(pod),
    restart: annotations[RESTART_ANNOTATION] ?? null,
    needs: podNeeds(pod),
    unschedulable: unschedulable(pod),
  };
}

function unschedulable({ status }: V1Pod): string | null {
  const found = (status?.conditions ?? []).find(
    ({ type, status: is, reason }) =>
      type === 'PodScheduled' && is === 'False' && reason === 'Unschedulable',
  );
  return found === undefined ? null : (found.message ?? 'the scheduler says no more');
}

/** Istio version of a container, by the tag of its image; `null` where there is none, or the tag names none. */
export function containerVersion({ spec }: V1Pod, name: string): string | null {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return imageVersion(containers.find((one) => one.name === name)?.image ?? '');
}

/** The injector writes both, and istiod the revision of pods that it makes itself; one that only says it of itself was not injected. */
function revisionOf({ metadata }: V1Pod): string | null {
  const annotations = metadata?.annotations ?? {};
  const isTrue = STATUS in annotations || MADE_BY_ISTIOD in (metadata?.labels ?? {});
  return isTrue ? injectedRevision(annotations) : null;
}

function injectedRevision(annotations: Readonly<Record<string, string>>): string | null {
  const annotation = annotations[REVISION_LABEL];
  if (annotation !== undefined) return annotation;
  try {
    const status: unknown = JSON.parse(annotations[STATUS] ?? '');
    return typeof status === 'object' && status !== null && 'revision' in status
      ? String(status.revision)
      : null;
  } catch {
    return null;
  }
}

function optedOut(pod: V1Pod): boolean {
  const asked = pod.metadata?.labels?.[INJECT] ?? pod.metadata?.annotations?.[INJECT];
  return asked === 'false' || pod.spec?.hostNetwork === true;
}

/**
 * The workload above a pod; `null` for a bare pod. A ReplicaSet's name is its Deployment's with the template hash behind it, so
 * that no further read is needed.
 */
export function workloadOf(pod: V1Pod): PodFact['workload'] {
  const owner = pod.metadata?.ownerReferences?.find((reference) => reference.controller === true);
  if (owner === undefined) return null;
  const hash = pod.metadata?.labels?.['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1) };
  }
  return { kind: owner.kind, name: owner.name };
}
