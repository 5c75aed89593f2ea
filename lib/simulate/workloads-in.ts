import type { SimState, SimWorkload } from './sim-state';

/** Every workload of the model. */
export function workloadsIn({ namespaces }: SimState): readonly SimWorkload[] {
  return namespaces.flatMap(({ workloads }) => workloads);
}
