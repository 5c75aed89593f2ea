import type {
  IntOrString,
  V1DaemonSet,
  V1Deployment,
  V1StatefulSet,
} from '@kubernetes/client-node';

/**
 * How many pods of a workload may be new and not ready yet at one time while its controller replaces them all.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export const podsAtOnce = { deployment, statefulSet, daemonSet };

function deployment({ spec }: V1Deployment): number {
  const replicas = spec?.replicas ?? 1;
  if (spec?.strategy?.type === 'Recreate') return replicas;
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  const surge = Math.ceil(partOf(maxSurge, replicas));
  return within(replicas, surge + Math.floor(partOf(maxUnavailable, replicas)));
}

function statefulSet({ spec }: V1StatefulSet): number {
  const replicas = spec?.replicas ?? 1;
  const { maxUnavailable = 1 } = spec?.updateStrategy?.rollingUpdate ?? {};
  return within(replicas, Math.ceil(partOf(maxUnavailable, replicas)));
}

function daemonSet({ spec, status }: V1DaemonSet): number {
  const nodes = status?.desiredNumberScheduled ?? 0;
  const { maxSurge = 0, maxUnavailable = 1 } = spec?.updateStrategy?.rollingUpdate ?? {};
  return within(
    nodes,
    Math.ceil(partOf(maxSurge, nodes)) + Math.ceil(partOf(maxUnavailable, nodes)),
  );
}

/** A number, or a share of all such as `25%`. */
function partOf(value: IntOrString, all: number): number {
  return typeof value === 'number' ? value : (Number.parseInt(value, 10) / 100) * all;
}

/** Controllers replace one at least. */
function within(all: number, count: number): number {
  return Math.min(all, Math.max(1, count));
}
