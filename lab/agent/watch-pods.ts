import { makeInformer, type V1Pod } from '@kubernetes/client-node';
import type { KubeClient } from '../../lib/cluster/kube-client';

const RETRY_MS = 1_000;

/** What a watcher of pods is told. */
export interface PodEvents {
  readonly changed: (pod: V1Pod) => void;
  readonly gone: (pod: V1Pod) => void;
}

/** Follows all pods, and goes on after the API server was away. */
export async function watchPods(
  client: KubeClient,
  events: PodEvents,
): Promise<() => Promise<void>> {
  const informer = makeInformer<V1Pod>(client.config, '/api/v1/pods', () =>
    client.core.listPodForAllNamespaces(),
  );
  let stopped = false;
  const start = async (): Promise<void> => {
    try {
      await informer.start();
    } catch {
      retry();
    }
  };
  const retry = () => {
    if (!stopped) setTimeout(() => void start(), RETRY_MS);
  };
  informer.on('add', events.changed);
  informer.on('update', events.changed);
  informer.on('delete', events.gone);
  informer.on('error', retry);
  await start();
  return async () => {
    stopped = true;
    await informer.stop();
  };
}
