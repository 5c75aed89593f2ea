import { remembered } from '../rollout/remembered';
import type { SimNamespace, SimState } from './sim-state';

/** A namespace by name, if it exists. */
export function namespaceOf({ namespaces }: SimState, name: string): SimNamespace | undefined {
  return byName(namespaces).get(name);
}

/** Where one comes or goes, another array takes the place of this one. */
const byName = remembered(
  (namespaces: readonly SimNamespace[]) => new Map(namespaces.map((one) => [one.name, one])),
);
