import type { PodFact } from '../observation';
import { isTerminal, RESTARTABLE } from '../wave-scope';

/** Something in a wave's namespace whose pods nothing replaces: it stays on the old revision until it ends or is deleted. */
export interface Unmovable {
  /** `Pod` for one that belongs to nothing. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
}

const REASONS: Readonly<Record<string, string>> = {
  Pod: 'it belongs to no workload, so nothing makes it anew',
  Job: 'a Job is never restarted: it ends by itself',
  ReplicaSet: 'a ReplicaSet without a Deployment does not replace its pods',
  ReplicationController: 'a ReplicationController does not replace its pods',
};

/** What in these namespaces cannot be moved, each once, by name. Pods that opted out, ended or are going do not count. */
export function unmovableIn(
  namespaces: readonly string[],
  pods: readonly PodFact[],
): readonly Unmovable[] {
  const inside = new Set(namespaces);
  const found = pods
    .filter((pod) => inside.has(pod.namespace) && !isTerminal(pod))
    .filter((pod) => !pod.terminating && !pod.optedOut)
    .map(({ namespace, name, workload }) => ({ ...(workload ?? { kind: 'Pod', name }), namespace }))
    .filter(({ kind }) => !RESTARTABLE.includes(kind))
    .map((one) => [`${one.namespace}/${one.kind}/${one.name}`, one] as const);
  return [...new Map(found)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { kind, namespace, name }]) => {
      const reason = REASONS[kind] ?? `it is not known how a ${kind} replaces its pods`;
      return { kind, namespace, name, reason };
    });
}
