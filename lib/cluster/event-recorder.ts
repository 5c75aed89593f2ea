import { eventKey, type ClusterEvent, type EventSubject } from '../rollout/events/cluster-event';
import { isLive, newEvent, oneMore, type Series } from '../rollout/events/decide-event';
import { fullBudget, isFull, refill, type EventBudget } from '../rollout/events/event-budget';
import { messageOf } from './api-error';
import { countEvent, createEvent, findSeries } from './event-objects';
import type { KubeClient } from './kube-client';

/** What became of what was told: a new Event, one more of a series, one too many, or nothing. */
export type EventOutcome = 'created' | 'counted' | 'dropped' | 'failed';

/** Tells about objects through Kubernetes Events. */
export interface EventRecorder {
  /** Never rejects: what cannot be told must not stop what is told about. */
  record(subject: EventSubject, event: ClusterEvent): Promise<EventOutcome>;
}

/** What telling needs of the world. */
export interface EventRecorderOptions {
  readonly client: Pick<KubeClient, 'events'>;
  /** Which process reports, such as the name of its pod. */
  readonly instance: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told what was dropped or could not be written, and why. */
  readonly problem: (message: string) => void;
}

/**
 * Opens a recorder. What this process or an earlier one told within the last ten minutes is counted in the Event that tells
 * it already; new Events of one object are 25 at once, then one every five minutes.
 *
 * Its account needs `create`, `list` and `patch` on events.k8s.io/events, in the namespaces of the objects.
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  return new Recorder(options);
}

/** What is remembered of one object. */
interface Memory {
  budget: EventBudget;
  readonly series: Map<string, Series>;
  /** What is told of it last: one after the other, or two would begin the same series. */
  last: Promise<unknown>;
  waiting: number;
}

class Recorder implements EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #memories = new Map<string, Memory>();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  async record(subject: EventSubject, event: ClusterEvent): Promise<EventOutcome> {
    this.#forgetOld();
    const memory = this.#memoryOf(subject);
    memory.waiting += 1;
    const told = memory.last.then(() => this.#tell(memory, subject, event));
    memory.last = told;
    const outcome = await told;
    memory.waiting -= 1;
    return outcome;
  }

  async #tell(memory: Memory, subject: EventSubject, event: ClusterEvent): Promise<EventOutcome> {
    try {
      return await this.#write(memory, subject, event);
    } catch (error) {
      this.#note(subject, event, `could not be written: ${messageOf(error)}`);
      return 'failed';
    }
  }

  async #write(memory: Memory, subject: EventSubject, event: ClusterEvent): Promise<EventOutcome> {
    const { client, now } = this.#options;
    const key = eventKey(subject, event);
    const remembered = memory.series.get(key);
    const series = remembered ?? (await findSeries(client, subject, event));
    const more = series === null ? null : oneMore(series, now());
    // A series may also have run out or been deleted.
    if (more === null || !(await countEvent(client, subject, more))) {
      memory.series.delete(key);
      return this.#begin(memory, subject, event);
    }
    memory.series.set(key, more);
    return 'counted';
  }

  async #begin(memory: Memory, subject: EventSubject, event: ClusterEvent): Promise<EventOutcome> {
    const { client, instance } = this.#options;
    const now = this.#options.now();
    const decision = newEvent(subject, event, memory.budget, now);
    if (decision.type === 'drop') {
      memory.budget = decision.budget;
      this.#note(subject, event, 'was dropped: too many different ones of this object');
      return 'dropped';
    }
    const key = eventKey(subject, event);
    const { name } = decision;
    if (await createEvent(client, subject, event, { name, instance, now })) {
      // Only what was made is paid for: an API server that is away for long costs nothing.
      memory.budget = decision.budget;
      memory.series.set(key, { name, count: 1, lastAt: now });
      return 'created';
    }
    // Another process told the same at this moment, or the answer to our own create was lost.
    const found = await findSeries(client, subject, event);
    const more = { name, count: (found?.count ?? 1) + 1, lastAt: now };
    if (!(await countEvent(client, subject, more))) throw new Error(`Event ${name} is gone again`);
    memory.series.set(key, more);
    return 'counted';
  }

  #memoryOf({ uid }: EventSubject): Memory {
    const known = this.#memories.get(uid);
    if (known !== undefined) return known;
    const memory: Memory = {
      budget: fullBudget(this.#options.now()),
      series: new Map(),
      last: Promise.resolve(),
      waiting: 0,
    };
    this.#memories.set(uid, memory);
    return memory;
  }

  #forgetOld(): void {
    const now = this.#options.now();
    for (const [uid, memory] of this.#memories) {
      for (const [key, series] of memory.series) {
        if (!isLive(series, now)) memory.series.delete(key);
      }
      const isIdle = memory.waiting === 0 && memory.series.size === 0;
      if (isIdle && isFull(refill(memory.budget, now))) this.#memories.delete(uid);
    }
  }

  #note({ kind, namespace, name }: EventSubject, { reason }: ClusterEvent, text: string): void {
    const object = namespace === undefined ? name : `${namespace}/${name}`;
    this.#options.problem(`Event ${reason} of ${kind} ${object} ${text}`);
  }
}
