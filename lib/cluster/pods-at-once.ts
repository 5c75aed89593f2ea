import type {
  IntOrString,
  V1DaemonSet,
  V1Deployment,
  V1StatefulSet,
} from '@kubernetes/client-node';

/** How the controller of a workload replaces its pods. */
export interface PodsAtOnce {
  /** How many may be new and not ready yet at one time. */
  readonly atOnce: number;
  /** How many stay ready all the time. */
  readonly staying: number;
}

/**
 * How many pods of a workload go and come at one time while its controller replaces them all.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export const podsAtOnce = { deployment, statefulSet, daemonSet };

function deployment({ spec }: V1Deployment): PodsAtOnce {
  const replicas = spec?.replicas ?? 1;
  if (spec?.strategy?.type === 'Recreate') return { atOnce: replicas, staying: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  const surge = Math.ceil(partOf(maxSurge, replicas));
  return replacing(replicas, surge, Math.floor(partOf(maxUnavailable, replicas)));
}

function statefulSet({ spec }: V1StatefulSet): PodsAtOnce {
  const replicas = spec?.replicas ?? 1;
  const { maxUnavailable = 1 } = spec?.updateStrategy?.rollingUpdate ?? {};
  return replacing(replicas, 0, Math.ceil(partOf(maxUnavailable, replicas)));
}

function daemonSet({ spec, status }: V1DaemonSet): PodsAtOnce {
  const nodes = status?.desiredNumberScheduled ?? 0;
  const { maxSurge = 0, maxUnavailable = 1 } = spec?.updateStrategy?.rollingUpdate ?? {};
  return replacing(
    nodes,
    Math.ceil(partOf(maxSurge, nodes)),
    Math.ceil(partOf(maxUnavailable, nodes)),
  );
}

/** A number, or a share of all such as `25%`. */
function partOf(value: IntOrString, all: number): number {
  return typeof value === 'number' ? value : (Number.parseInt(value, 10) / 100) * all;
}

/** Controllers replace one at least: where neither a surge nor a gap is allowed, they make a gap of one. */
function replacing(all: number, surge: number, gap: number): PodsAtOnce {
  const going = surge === 0 ? Math.max(1, gap) : gap;
  return { atOnce: Math.min(all, surge + going), staying: Math.max(0, all - going) };
}
