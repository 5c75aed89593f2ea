import { makeInformer, type V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import type { Log } from './log';

const RETRY_MS = 1_000;

/** What a watcher of pods is told. */
export interface PodEvents {
  readonly changed: (pod: V1Pod) => void;
  readonly gone: (pod: V1Pod) => void;
}

/** Follows all pods, and goes on after the API server was away; the informer itself lists again when history is gone. */
export async function watchPods(
  client: KubeClient,
  events: PodEvents,
  log: Log,
): Promise<() => Promise<void>> {
  const informer = makeInformer<V1Pod>(client.config, '/api/v1/pods', () =>
    client.core.listPodForAllNamespaces(),
  );
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const retry = (error: unknown) => {
    if (stopped) return;
    log('watch-failed', { reason: messageOf(error) });
    clearTimeout(timer);
    timer = setTimeout(() => void start(), RETRY_MS);
  };
  const start = () => informer.start().catch(retry);
  informer.on('add', guarded(events.changed, log));
  informer.on('update', guarded(events.changed, log));
  informer.on('delete', guarded(events.gone, log));
  informer.on('error', retry);
  await start();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await informer.stop();
  };
}

/** An error in a handler would end up as an unhandled rejection inside the informer and end the agent. */
function guarded(handle: (pod: V1Pod) => void, log: Log): (pod: V1Pod) => void {
  return (pod) => {
    try {
      handle(pod);
    } catch (error) {
      const name = `${pod.metadata?.name ?? ''}.${pod.metadata?.namespace ?? ''}`;
      log('pod-event-failed', { pod: name, reason: messageOf(error) });
    }
  };
}
