import type { SimPod, SimState } from './sim-state';
import { workloadsIn } from './workloads-in';

/** Every pod of the model, those that are going included. */
export function podsIn(state: SimState): readonly SimPod[] {
  const all: SimPod[] = [];
  for (const { pods } of workloadsIn(state)) all.push(...pods);
  return all;
}
