import {
  PatchStrategy,
  setHeaderOptions,
  V1MicroTime,
  type EventsV1Event,
} from '@kubernetes/client-node';
import { cutNote, type ClusterEvent, type EventSubject } from '../rollout/events/cluster-event';
import type { Series } from '../rollout/events/decide-event';
import { statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/** Who reports, as every Event says. */
const REPORTING_CONTROLLER = 'istio-revisions';

/** Longest name of an instance that the API server takes, in characters. */
const LONGEST_INSTANCE = 128;

type EventsClient = Pick<KubeClient, 'events'>;

/** The newest Event object of ours that tells the same, `null` when there is none. */
export async function findSeries(
  client: EventsClient,
  subject: EventSubject,
  event: ClusterEvent,
): Promise<Series | null> {
  const { items } = await client.events.listNamespacedEvent({
    namespace: namespaceOf(subject),
    fieldSelector: `regarding.uid=${subject.uid},reason=${event.reason},type=${event.type}`,
  });
  const note = cutNote(event.note);
  return items
    .filter((item) => item.note === note && item.reportingController === REPORTING_CONTROLLER)
    .map(toSeries)
    .reduce<Series | null>(
      (newest, one) => (newest === null || one.lastAt > newest.lastAt ? one : newest),
      null,
    );
}

/** Makes an Event object; `false` when there is one of that name. */
export async function createEvent(
  client: EventsClient,
  subject: EventSubject,
  event: ClusterEvent,
  {
    name,
    instance,
    now,
  }: { readonly name: string; readonly instance: string; readonly now: number },
): Promise<boolean> {
  const { type, reason, action, note } = event;
  const body: EventsV1Event = {
    metadata: { name, namespace: namespaceOf(subject) },
    eventTime: new V1MicroTime(now),
    type,
    reason,
    action,
    note: cutNote(note),
    regarding: { ...subject },
    reportingController: REPORTING_CONTROLLER,
    reportingInstance: instance.slice(0, LONGEST_INSTANCE),
  };
  try {
    await client.events.createNamespacedEvent({ namespace: namespaceOf(subject), body });
    return true;
  } catch (error) {
    if (statusOf(error) === 409) return false;
    throw error;
  }
}

/** Writes how often an Event was told; `false` when its object is gone. */
export async function countEvent(
  client: EventsClient,
  subject: EventSubject,
  { name, count, lastAt }: Series,
): Promise<boolean> {
  try {
    await client.events.patchNamespacedEvent(
      {
        name,
        namespace: namespaceOf(subject),
        body: { series: { count, lastObservedTime: new V1MicroTime(lastAt) } },
      },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** The API server takes Events of objects without a namespace here. */
function namespaceOf({ namespace }: EventSubject): string {
  return namespace ?? 'default';
}

/** The client leaves times with microseconds as the text that they are. */
function toSeries({ metadata, series, eventTime }: EventsV1Event): Series {
  return {
    name: metadata?.name ?? '',
    count: series?.count ?? 1,
    lastAt: new Date(series?.lastObservedTime ?? eventTime).getTime(),
  };
}
