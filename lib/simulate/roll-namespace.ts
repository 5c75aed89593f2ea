import { namespaceOf } from './namespace-of';
import { isSettled, rollWorkload } from './roll-workload';
import type { SimState } from './sim-state';

/** One second in the life of a namespace. @returns whether anything in it goes on changing by itself */
export function rollNamespace(state: SimState, name: string): boolean {
  const open = (namespaceOf(state, name)?.workloads ?? []).filter((one) => !isSettled(one));
  for (const workload of open) rollWorkload(state, workload);
  return open.some((one) => !isSettled(one));
}
