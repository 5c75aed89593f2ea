import type { V1Pod } from '@kubernetes/client-node';
import { REVISION_LABEL } from '../rollout/names';
import type { IstiodFact } from '../rollout/observation';
import { mapFact } from '../rollout/fact';
import { sortProxies, type IstiodPlace } from './istiod-place';
import type { KubeClient } from './kube-client';
import { containerVersion, podFact } from './pod-fact';
import { podHttpGet } from './pod-http';
import { probeFact } from './probe-fact';
import { parseIstiodCounters } from './istiod-counters';
import { readServedRoot, SECURE_GRPC_PORT } from './served-root';
import { parseSyncz } from './syncz';

/** istiod's port for debug endpoints and metrics. */
export const MONITORING_PORT = 15014;

/** istiod's own container. */
const ISTIOD = 'discovery';

/**
 * Every istiod pod with what it reports. Each istiod knows only its own proxies and counts, so each is asked; what one cannot
 * be asked is unknown, never nothing.
 */
export async function readIstiods(pods: readonly V1Pod[], asking: Asking): Promise<IstiodFact[]> {
  return Promise.all(pods.filter(isIstiod).map((pod) => istiodFact(asking, pod)));
}

/** How istiods are asked, and for whom. */
export interface Asking {
  /** Of the cluster that they are in. */
  readonly client: KubeClient;
  /** Reads the certificates, as PEM, that the chain which istiod serves may lead to. */
  readonly roots: () => Promise<readonly string[]>;
  readonly now: () => number;
  /** `null` where their proxies are all of one cluster. */
  readonly place: IstiodPlace | null;
}

/** Whether a pod is an istiod that has not ended. */
export function isIstiod(pod: V1Pod): boolean {
  return (
    pod.metadata?.labels?.['app'] === 'istiod' &&
    pod.status?.phase !== 'Succeeded' &&
    pod.status?.phase !== 'Failed'
  );
}

async function istiodFact({ client, roots, now, place }: Asking, pod: V1Pod): Promise<IstiodFact> {
  const { namespace, name, ready, terminating } = podFact(pod);
  const id = `${namespace}/${name}`;
  const ask = <T>(read: () => Promise<T>) =>
    probeFact(now, `istiod ${id} could not be asked`, read);
  const monitoring = { namespace, pod: name, port: MONITORING_PORT };
  const secured = { namespace, pod: name, port: SECURE_GRPC_PORT };
  const [synced, counters, servedRoot] = await Promise.all([
    ask(async () => parseSyncz(await podHttpGet(client, monitoring, '/debug/syncz'), now())),
    ask(async () => parseIstiodCounters(await podHttpGet(client, monitoring, '/metrics'))),
    ask(async () => readServedRoot(client, secured, await roots())),
  ]);
  const sorted = mapFact(synced, (all) => sortProxies(place, all));
  const elsewhere = sorted.known ? sorted.value.elsewhere : [];
  return {
    pod: id,
    revision: pod.metadata?.labels?.[REVISION_LABEL] ?? 'default',
    version: containerVersion(pod, ISTIOD),
    ready: ready && !terminating,
    proxies: mapFact(sorted, ({ own }) => own),
    ...(elsewhere.length === 0 ? {} : { elsewhere }),
    counters,
    servedRoot,
  };
}
