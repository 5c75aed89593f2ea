import {
  makeInformer,
  type KubernetesListObject,
  type KubernetesObject,
} from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import type { KubeClient } from '../../lib/cluster/kube-client';
import type { Log } from './log';

const RETRY_MS = 1_000;

/** What a watcher of a kind is told. */
export interface ObjectEvents<T> {
  readonly changed: (object: T) => void;
  readonly gone: (object: T) => void;
}

/** Where all objects of a kind are watched, and how they are listed. */
export interface WatchedKind<T extends KubernetesObject> {
  readonly path: string;
  readonly list: () => Promise<KubernetesListObject<T>>;
}

/** Follows all objects of a kind, and goes on after the API server was away; the informer itself lists again when history is gone. */
export async function watchAll<T extends KubernetesObject>(
  { config }: KubeClient,
  { path, list }: WatchedKind<T>,
  events: ObjectEvents<T>,
  log: Log,
): Promise<() => Promise<void>> {
  const informer = makeInformer<T>(config, path, list);
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
function guarded<T extends KubernetesObject>(
  handle: (object: T) => void,
  log: Log,
): (object: T) => void {
  return (object) => {
    try {
      handle(object);
    } catch (error) {
      const name = `${object.metadata?.name ?? ''}.${object.metadata?.namespace ?? ''}`;
      log('event-failed', { object: name, reason: messageOf(error) });
    }
  };
}
