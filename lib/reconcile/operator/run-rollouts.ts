import { messageOf } from '../../cluster/api-error';
import type { WatchSource } from '../../cluster/watch-source';
import type { WatchChange } from '../../cluster/watch-state';
import { rolloutKey } from '../../rollout/object/rollout-object';
import { reconcileLog, type OperatorLog } from './operator-log';
import type { DriverSeat, RolloutObjectPorts, WatchedRollout } from './reconcile-rollout';
import { isNewTo, watchKind, type FollowPorts } from './watch-kind';
import { createWorkQueue, type WorkQueue, type WorkResult } from './work-queue';

/** What the loop needs of the world. */
export interface RolloutsOptions extends FollowPorts {
  readonly rollouts: WatchSource<WatchedRollout>;
  /** One turn of an object, which lasts as long as it is driven. */
  readonly reconcile: (
    object: WatchedRollout,
    turn: Pick<RolloutObjectPorts, 'objects' | 'seat' | 'log'>,
  ) => Promise<WorkResult>;
  /** A name that no other turn has. */
  readonly newId: () => string;
}

/**
 * Follows RevisionRollout objects and drives one of them at a time, until it is asked to stop. Whatever is changed of the object
 * that is driven stops its driver, and a new turn decides what that means; the rollout stays where it is meanwhile.
 */
export async function runRollouts(options: RolloutsOptions): Promise<void> {
  await new Rollouts(options).run();
}

class Rollouts {
  readonly #options: RolloutsOptions;
  readonly #known = new Map<string, WatchedRollout>();
  readonly #queue: WorkQueue;
  #driven: { readonly key: string; readonly stop: AbortController } | null = null;

  constructor(options: RolloutsOptions) {
    this.#options = options;
    const { startTimer, random, log } = options;
    this.#queue = createWorkQueue({
      work: (key) => this.#turn(key),
      // A turn lasts as long as its rollout, and the others have to be told that they wait for it.
      concurrency: Infinity,
      startTimer,
      random,
      failed: ({ key, reason, failures, afterMs }) => {
        log.warn('the turn is made again', { object: key, reason, failures, afterMs });
      },
      depth: () => undefined,
    });
  }

  async run(): Promise<void> {
    const { rollouts, metrics } = this.#options;
    try {
      await watchKind(
        {
          what: 'revisionrollouts',
          source: rollouts,
          changed: (change) => {
            this.#changed(change);
          },
        },
        this.#options,
      );
    } finally {
      this.#driven?.stop.abort();
      await this.#queue.stop();
      for (const key of this.#known.keys()) metrics.rollouts.forget(key);
    }
  }

  #changed({ type, object }: WatchChange<WatchedRollout>): void {
    const key = rolloutKey(object);
    const before = this.#known.get(key);
    if (type === 'deleted') {
      this.#known.delete(key);
      this.#queue.forget(key);
      this.#options.metrics.rollouts.forget(key);
      this.#stop(key);
      return;
    }
    this.#known.set(key, object);
    if (before !== undefined && !isNewTo(before, object)) return;
    this.#stop(key);
    this.#queue.add(key, { reset: true });
  }

  /** Asks the driver of an object to stop; without finaliser or record of its own, that is all there is to end. */
  #stop(key: string): void {
    if (this.#driven?.key === key) this.#driven.stop.abort();
  }

  get #seat(): DriverSeat {
    return {
      taken: () => this.#driven?.key ?? null,
      take: (key) => {
        const stop = new AbortController();
        this.#driven = { key, stop };
        return AbortSignal.any([stop.signal, this.#options.signal]);
      },
      leave: () => {
        const key = this.#driven?.key;
        this.#driven = null;
        if (this.#options.signal.aborted) return;
        // Whoever waited for it may be next; what was refused for itself, or failed, keeps its pause.
        for (const other of this.#known.keys()) if (other !== key) this.#queue.add(other);
      },
    };
  }

  async #turn(key: string): Promise<WorkResult> {
    const object = this.#known.get(key);
    if (object === undefined) return { type: 'done' };
    const { newId, reconcile } = this.#options;
    const { generation } = object.metadata;
    const log: OperatorLog = reconcileLog(this.#options.log, {
      reconcileId: newId(),
      object: key,
      generation,
    });
    log.debug('a turn begins');
    try {
      return await reconcile(object, {
        objects: () => [...this.#known.values()],
        seat: this.#seat,
        log,
      });
    } catch (error) {
      log.error('the turn failed', { reason: messageOf(error) });
      throw error;
    } finally {
      log.debug('a turn ended');
    }
  }
}
