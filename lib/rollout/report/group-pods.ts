import type { PodFact } from '../observation';
import type { FrozenWave } from '../record';
import { isWhole } from '../wave-members';

/** Pods by the member of a wave that they belong to: by namespace, or by `<namespace>/<name>` of a gateway or single workload. */
export function groupPods(
  pods: readonly PodFact[],
  wave: FrozenWave,
): ReadonlyMap<string, readonly PodFact[]> {
  const isByNamespace = wave.kind === 'namespace' && isWhole(wave);
  const groups = new Map<string, PodFact[]>();
  for (const pod of pods) {
    const { namespace, workload } = pod;
    const key = isByNamespace ? namespace : `${namespace}/${workload?.name ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pod]);
    else group.push(pod);
  }
  return groups;
}

/** The name of a pod's proxy as istiod has it. */
export function proxyOf({ name, namespace }: PodFact): string {
  return `${name}.${namespace}`;
}
