import type { V1Pod } from '@kubernetes/client-node';
import { GENERATION_LABEL, generationName } from '../../lib/rollout/generation-name';
import { watchAll } from '../../lab/agent/watch-all';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { podFact } from '../../lib/cluster/pod-fact';

/** What was seen of the pods of a mesh. */
export interface SeenPods {
  /** How many were made. */
  readonly made: number;
  /** Those that no revision of the mesh injected, as `<namespace>/<name>`. */
  readonly bare: readonly string[];
  /** Workloads, as `<namespace>/<name>`, that had a ready pod and then none. */
  readonly dark: readonly string[];
}

/** Somebody who watches every pod of a mesh. */
export interface SidecarWitness {
  /** What was seen since it was asked last. */
  readonly take: () => SeenPods;
  readonly stop: () => Promise<void>;
}

/**
 * Follows the pods of namespaces that belong into a mesh. A proxy is ready once it has its certificate and its configuration: a
 * workload without a ready pod is one without a working sidecar.
 */
export async function watchSidecars(
  client: KubeClient,
  namespaces: readonly string[],
  revisions: readonly string[],
): Promise<SidecarWitness> {
  const known = new Set<string>();
  const ready = new Map<string, Set<string>>();
  let seen = nothing();
  const look = (pod: V1Pod, isGone: boolean) => {
    const { namespace, name, uid, revision, workload, ...rest } = podFact(pod);
    if (!namespaces.includes(namespace)) return;
    if (!known.has(uid)) {
      known.add(uid);
      seen.made += 1;
      if (revision === null || !revisions.includes(revision)) seen.bare.add(`${namespace}/${name}`);
    }
    // A generation of a gateway goes once another has its traffic.
    const generation = pod.metadata?.labels?.[GENERATION_LABEL];
    const suffix = generation === undefined ? '' : generationName('', generation);
    const owner = workload?.name ?? name;
    const key = `${namespace}/${owner.slice(0, owner.length - suffix.length)}`;
    const those = ready.get(key) ?? new Set();
    ready.set(key, those);
    const had = those.size;
    if (rest.ready && !rest.terminating && !isGone) those.add(uid);
    else those.delete(uid);
    if (had > 0 && those.size === 0) seen.dark.add(key);
  };
  const stop = await watchAll<V1Pod>(
    client,
    { path: '/api/v1/pods', list: () => client.core.listPodForAllNamespaces() },
    {
      changed: (pod) => {
        look(pod, false);
      },
      gone: (pod) => {
        look(pod, true);
      },
    },
    // A watch that breaks is begun anew, which is all that matters here.
    () => undefined,
  );
  return {
    take: () => {
      const { made, bare, dark } = seen;
      seen = nothing();
      return { made, bare: [...bare].sort(), dark: [...dark].sort() };
    },
    stop,
  };
}

function nothing() {
  return { made: 0, bare: new Set<string>(), dark: new Set<string>() };
}
