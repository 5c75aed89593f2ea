import type { SimState, SimWorkload } from './sim-state';

/** Every workload of the model. */
export function workloadsIn({ namespaces }: SimState): readonly SimWorkload[] {
  const all: SimWorkload[] = [];
  for (const { workloads } of namespaces) all.push(...workloads);
  return all;
}
