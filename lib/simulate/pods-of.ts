import type { SimPod, SimState, SimWorkload } from './sim-state';

/** The pods of an array by their workload, as far as the array has been gone through. */
interface Index {
  count: number;
  readonly byWorkload: Map<string, SimPod[]>;
}

/** An array of pods only grows; where pods go, another one takes its place. */
const indexes = new WeakMap<readonly SimPod[], Index>();

/** The pods of a workload, those that are going included. */
export function podsOf({ pods }: SimState, workload: SimWorkload): readonly SimPod[] {
  return indexOf(pods).get(`${workload.namespace}/${workload.name}`) ?? [];
}

function indexOf(pods: readonly SimPod[]): Index['byWorkload'] {
  const index = indexes.get(pods) ?? { count: 0, byWorkload: new Map<string, SimPod[]>() };
  indexes.set(pods, index);
  const { byWorkload } = index;
  for (const pod of pods.slice(index.count)) {
    const key = `${pod.namespace}/${pod.workload}`;
    const others = byWorkload.get(key);
    if (others === undefined) byWorkload.set(key, [pod]);
    else others.push(pod);
  }
  index.count = pods.length;
  return byWorkload;
}
