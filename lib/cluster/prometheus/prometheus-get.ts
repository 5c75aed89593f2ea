import type { V1Pod, V1Service } from '@kubernetes/client-node';
import type { KubeClient } from '../kube-client';
import type { PodPort } from '../pod-connection';
import { podFact } from '../pod-fact';
import { podHttpGet } from '../pod-http';
import { urlGet, type PrometheusUrl } from './url-get';

/** Where a Prometheus is: at a URL, or behind a Service of the cluster. */
export type PrometheusTarget =
  PrometheusUrl | { readonly namespace: string; readonly service: string; readonly port: number };

/** One GET of Prometheus' HTTP API. @throws Error when it does not answer in time, or not as Prometheus does. */
export type PrometheusGet = (path: string) => Promise<string>;

/** Reaches a Prometheus; one in the cluster through a port-forward of the API server, as every pod is. */
export function prometheusGet(client: KubeClient, target: PrometheusTarget): PrometheusGet {
  if ('url' in target) return (path) => urlGet(target, path);
  return async (path) => podHttpGet(client, await podBehind(client, target), path);
}

async function podBehind(
  client: KubeClient,
  { namespace, service: name, port }: Extract<PrometheusTarget, { service: string }>,
): Promise<PodPort> {
  const service = await client.core.readNamespacedService({ name, namespace });
  const labelSelector = Object.entries(service.spec?.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  if (labelSelector === '') throw new Error(`Service ${namespace}/${name} selects no pods`);
  const { items } = await client.core.listNamespacedPod({ namespace, labelSelector });
  const ready = items.find((pod) => {
    const { ready: isReady, terminating } = podFact(pod);
    return isReady && !terminating;
  });
  if (ready === undefined) throw new Error(`no pod behind Service ${namespace}/${name} is ready`);
  return { namespace, pod: ready.metadata?.name ?? '', port: targetPort(service, ready, port) };
}

/** Follows a port of a Service to the port of its pod. */
function targetPort(service: V1Service, pod: V1Pod, port: number): number {
  const { namespace = '', name = '' } = service.metadata ?? {};
  const found = service.spec?.ports?.find((one) => one.port === port);
  if (found === undefined) throw new Error(`Service ${namespace}/${name} has no port ${port}`);
  const target = found.targetPort ?? port;
  if (typeof target === 'number') return target;
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const named = ports.find((one) => one.name === target)?.containerPort;
  if (named === undefined)
    throw new Error(`no container behind ${namespace}/${name} names a port ${target}`);
  return named;
}
