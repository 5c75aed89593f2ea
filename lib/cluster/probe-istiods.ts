import type { V1Pod } from '@kubernetes/client-node';
import type { IstiodHealth, MetricsAnswer } from '../rollout/health/health-facts';
import { REVISION_LABEL } from '../rollout/names';
import { parseIstiodCounters } from './istiod-counters';
import { isIstiod, MONITORING_PORT, type Asking } from './istiod-facts';
import { sortProxies, type IstiodPlace } from './istiod-place';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { podFact } from './pod-fact';
import { podHttpAnswer, podHttpGet, type HttpAnswer } from './pod-http';
import { probeFact } from './probe-fact';
import { parseSyncz } from './syncz';

/** istiod's port for readiness. */
const HTTP_PORT = 8080;

/** Every living istiod pod of a revision, with what it answers. */
export async function probeIstiods(
  client: KubeClient,
  revision: string,
  meshNamespace: string,
  { now, place }: { readonly now: () => number; readonly place: IstiodPlace | null },
): Promise<IstiodHealth[]> {
  const pods = await listAll<V1Pod>(client, 'v1', 'Pod', {
    namespace: meshNamespace,
    labelSelector: `app=istiod,${REVISION_LABEL}=${revision}`,
  });
  return Promise.all(pods.filter(isIstiod).map((pod) => istiodHealth({ client, now, place }, pod)));
}

async function istiodHealth(
  { client, now, place }: Omit<Asking, 'roots'>,
  pod: V1Pod,
): Promise<IstiodHealth> {
  const { namespace, name, terminating } = podFact(pod);
  const id = `${namespace}/${name}`;
  const ask = <T>(read: () => Promise<T>) =>
    probeFact(now, `istiod ${id} could not be asked`, read);
  const http = { namespace, pod: name, port: HTTP_PORT };
  const monitoring = { namespace, pod: name, port: MONITORING_PORT };
  const [ready, metrics, proxies] = await Promise.all([
    ask(async () => (await podHttpAnswer(client, http, '/ready')).status),
    ask(async () => metricsAnswer(await podHttpAnswer(client, monitoring, '/metrics'))),
    ask(async () => {
      const text = await podHttpGet(client, monitoring, '/debug/syncz');
      return sortProxies(place, parseSyncz(text, now())).own;
    }),
  ]);
  return { pod: id, terminating, ready, metrics, proxies };
}

/** Whether an answer to `/metrics` holds what istiod counts. */
export function metricsAnswer({ status, body }: HttpAnswer): MetricsAnswer {
  if (status !== 200) return { served: false, found: `/metrics answered ${status}` };
  try {
    parseIstiodCounters(body);
    return { served: true };
  } catch {
    return { served: false, found: '/metrics answered without what istiod counts' };
  }
}
