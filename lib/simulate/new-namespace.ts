import { REVISION_LABEL } from '../rollout/names';
import { versionOf } from '../rollout/patch/version-of';
import type { SimNamespace, SimStart, SimState } from './sim-state';

/** Somebody who is not us, as field managers name him. */
export const SOMEBODY = 'kubectl-label';

/** A namespace whose workloads have no pods yet. */
export function newNamespace(
  state: SimState,
  { name, labels, workloads }: SimStart['namespaces'][number],
): SimNamespace {
  state.counter += 1;
  const generation = `${name}-${state.counter}`;
  return {
    name,
    uid: `uid-${generation}`,
    version: 1,
    labels: { ...labels },
    annotations: {},
    managers: REVISION_LABEL in labels ? [SOMEBODY] : [],
    workloads: workloads.map((workload) => ({
      replacedBy: 'template',
      ...workload,
      namespace: name,
      uid: `uid-${generation}-${workload.name}`,
      unrestartable: null,
      restart: null,
      chart: workload.templateRev === null ? null : versionOf(state.from),
      generation: 1,
      pods: [],
    })),
  };
}
