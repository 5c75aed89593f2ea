import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import { RESTART_ANNOTATION, REVISION_LABEL } from '../rollout/names';
import type { WorkloadFact } from '../rollout/observation';
import { podsAtOnce } from './pods-at-once';

type Common = Pick<
  WorkloadFact,
  'namespace' | 'name' | 'uid' | 'restart' | 'templateRev' | 'observed'
>;

function common(object: V1Deployment | V1StatefulSet | V1DaemonSet): Common {
  const template = object.spec?.template.metadata;
  return {
    namespace: object.metadata?.namespace ?? '',
    name: object.metadata?.name ?? '',
    uid: object.metadata?.uid ?? '',
    restart: template?.annotations?.[RESTART_ANNOTATION] ?? null,
    templateRev: template?.labels?.[REVISION_LABEL] ?? null,
    observed: (object.status?.observedGeneration ?? 0) >= (object.metadata?.generation ?? 1),
  };
}

const BY_TEMPLATE = { replacedBy: 'template' } as const;

function byEviction({ spec }: V1StatefulSet | V1DaemonSet) {
  return { replacedBy: 'eviction', podLabels: spec?.template.metadata?.labels ?? {} } as const;
}

/** What the planner needs to know of a Deployment. */
export function deploymentFact(object: V1Deployment): WorkloadFact {
  return {
    kind: 'Deployment',
    ...common(object),
    unrestartable: object.spec?.paused === true ? 'is paused' : null,
    ...BY_TEMPLATE,
    desired: object.spec?.replicas ?? 1,
    updated: object.status?.updatedReplicas ?? 0,
    ready: object.status?.readyReplicas ?? 0,
    available: object.status?.availableReplicas ?? 0,
    total: object.status?.replicas ?? 0,
    ...podsAtOnce.deployment(object),
  };
}

/** What the planner needs to know of a StatefulSet. */
export function statefulSetFact(object: V1StatefulSet): WorkloadFact {
  return {
    kind: 'StatefulSet',
    ...common(object),
    unrestartable: null,
    ...(leavesPods(object) ? byEviction(object) : BY_TEMPLATE),
    desired: object.spec?.replicas ?? 1,
    updated: object.status?.updatedReplicas ?? 0,
    ready: object.status?.readyReplicas ?? 0,
    available: object.status?.availableReplicas ?? 0,
    total: object.status?.replicas ?? 0,
    ...podsAtOnce.statefulSet(object),
  };
}

/** What the planner needs to know of a DaemonSet. */
export function daemonSetFact(object: V1DaemonSet): WorkloadFact {
  return {
    kind: 'DaemonSet',
    ...common(object),
    unrestartable: null,
    ...(object.spec?.updateStrategy?.type === 'OnDelete' ? byEviction(object) : BY_TEMPLATE),
    desired: object.status?.desiredNumberScheduled ?? 0,
    updated: object.status?.updatedNumberScheduled ?? 0,
    ready: object.status?.numberReady ?? 0,
    available: object.status?.numberAvailable ?? 0,
    total: object.status?.currentNumberScheduled ?? 0,
    ...podsAtOnce.daemonSet(object),
  };
}

/** Pods below an update partition keep their template, but are injected anew when they are made again. */
function leavesPods({ spec }: V1StatefulSet): boolean {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  return type === 'OnDelete' || (rollingUpdate?.partition ?? 0) > 0;
}
