import { createKubeClient } from '../../lib/cluster/kube-client';
import { messageOf } from '../../lib/cluster/api-error';
import { OPERATOR_RESOURCE } from '../../lib/rollout/status/operator-resource';
import { readOperatorStatus } from '../../lib/rollout/status/read-operator-status';
import type { OperatorRig } from './operator-rig';

const PAUSE_MS = 250;

/** Somebody who looks all the time whether what a status claims is so. */
export interface Witness {
  /** Claims that were not so, each once. */
  readonly lies: () => readonly string[];
  /** How often it looked at a status that claimed to be Ready. */
  readonly looks: () => number;
  readonly stop: () => Promise<void>;
}

interface Marked {
  readonly metadata: { readonly generation: number };
  readonly spec?: { readonly meshConfig?: { readonly accessLogFormat?: string } };
  readonly status?: unknown;
}

/**
 * Compares the mesh configuration that a spec asks for with the one that is there, whenever the status says Ready about just
 * this spec. What is Ready stays so until the spec changes: it is enough to look at the cluster after the status.
 */
export function watchForLies(rig: OperatorRig, name: string, configMap: string): Witness {
  const client = createKubeClient({ kubeconfig: rig.lab.state.directKubeconfig });
  const namespace = 'istio-system';
  const found = new Set<string>();
  let looks = 0;
  const stop = new AbortController();
  const look = async () => {
    const object = (await client.custom.getNamespacedCustomObject({
      ...OPERATOR_RESOURCE,
      namespace,
      name,
    })) as Marked;
    const status = readOperatorStatus(object.status);
    const { generation } = object.metadata;
    if (status?.phase !== 'Ready' || status.observedGeneration !== generation) return;
    const wanted = object.spec?.meshConfig?.accessLogFormat ?? '';
    const { data } = await client.core.readNamespacedConfigMap({ name: configMap, namespace });
    looks += 1;
    if (data?.['mesh']?.includes(`accessLogFormat: ${wanted}\n`) !== true)
      found.add(`Ready at generation ${String(generation)}, which asks for ${wanted}`);
  };
  const watching = (async () => {
    while (!stop.signal.aborted) {
      await look().catch((error: unknown) => found.add(`it could not look: ${messageOf(error)}`));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  return {
    lies: () => [...found],
    looks: () => looks,
    stop: async () => {
      stop.abort();
      await watching;
    },
  };
}
