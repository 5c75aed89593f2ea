import type { V1Pod } from '@kubernetes/client-node';
import { known, unknown, type Fact } from '../rollout/fact';
import { REVISION_LABEL } from '../rollout/names';
import type { IstiodFact, ProxyFact } from '../rollout/observation';
import { messageOf } from './api-error';
import type { KubeClient } from './kube-client';
import { podFact } from './pod-fact';
import { podHttpGet } from './pod-http';
import { parseSyncz } from './syncz';

/** istiod's port for debug endpoints and metrics. */
const MONITORING_PORT = 15014;

/**
 * Every istiod pod with the proxies it reports. Each istiod knows only its own proxies, so each is asked; one that
 * cannot be asked has unknown proxies, never none.
 */
export async function readIstiods(
  client: KubeClient,
  pods: readonly V1Pod[],
  now: () => number,
): Promise<IstiodFact[]> {
  const istiods = pods.filter(isIstiod);
  return Promise.all(istiods.map((pod) => istiodFact(client, pod, now)));
}

function isIstiod(pod: V1Pod): boolean {
  return (
    pod.metadata?.labels?.['app'] === 'istiod' &&
    pod.status?.phase !== 'Succeeded' &&
    pod.status?.phase !== 'Failed'
  );
}

async function istiodFact(client: KubeClient, pod: V1Pod, now: () => number): Promise<IstiodFact> {
  const fact = podFact(pod);
  return {
    pod: `${fact.namespace}/${fact.name}`,
    revision: pod.metadata?.labels?.[REVISION_LABEL] ?? 'default',
    ready: fact.ready && !fact.terminating,
    proxies: await readProxies(client, fact.namespace, fact.name, now),
  };
}

async function readProxies(
  client: KubeClient,
  namespace: string,
  pod: string,
  now: () => number,
): Promise<Fact<readonly ProxyFact[]>> {
  const at = now();
  try {
    const target = { namespace, pod, port: MONITORING_PORT };
    return known(parseSyncz(await podHttpGet(client, target, '/debug/syncz')), at);
  } catch (error) {
    return unknown(`istiod ${namespace}/${pod} could not be asked: ${messageOf(error)}`, at);
  }
}
