import type { V1Deployment } from '@kubernetes/client-node';
import { messageOf } from '../../cluster/api-error';
import type { StartTimer } from '../../cluster/start-timer';
import type { WatchSource } from '../../cluster/watch-source';
import type { WatchChange, WatchedObject } from '../../cluster/watch-state';
import { REVISION_LABEL } from '../../rollout/names';
import type { Findings, StatusReporter } from '../status-reporter';
import { shouldReconcile } from './operator-annotations';
import { operatorKey, revisionOf, type IstioOperatorObject } from './operator-documents';
import { reconcileLog, type OperatorLog } from './operator-log';
import type { OperatorMetrics } from './operator-metrics';
import type { Turn } from './reconcile-object';
import { isNewTo, watchKind } from './watch-kind';
import { createWorkQueue, type WorkFailure, type WorkQueue, type WorkResult } from './work-queue';

/** An istiod Deployment, as far as it says that something became of it. */
export type WatchedDeployment = WatchedObject & Pick<V1Deployment, 'metadata' | 'status'>;

/** What the loop needs of the world. */
export interface OperatorOptions {
  readonly documents: WatchSource<IstioOperatorObject>;
  /** istiods: their health changes without anybody changing a document. */
  readonly deployments: WatchSource<WatchedDeployment>;
  /** One turn of an object; what it throws is a defect. */
  readonly reconcile: (
    object: IstioOperatorObject,
    known: () => readonly IstioOperatorObject[],
    log: OperatorLog,
  ) => Promise<Turn>;
  readonly report: StatusReporter['report'];
  readonly metrics: OperatorMetrics;
  readonly log: OperatorLog;
  readonly startTimer: StartTimer;
  /** From 0 to 1. */
  readonly random: () => number;
  /** A name that no other turn has. */
  readonly newId: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly uptime: () => number;
  /** Told when everything was listed. */
  readonly synced: () => void;
  /** Asks for a graceful stop: what is at work ends its turn. */
  readonly signal: AbortSignal;
}

/**
 * Follows IstioOperator objects and brings the cluster to what they say, one at a time and each with its own back-off, until
 * it is asked to stop.
 */
export async function runOperator(options: OperatorOptions): Promise<void> {
  await new Loop(options).run();
}

class Loop {
  readonly #options: OperatorOptions;
  readonly #known = new Map<string, IstioOperatorObject>();
  readonly #failures = new Map<string, Findings>();
  readonly #queue: WorkQueue;

  constructor(options: OperatorOptions) {
    this.#options = options;
    this.#queue = createWorkQueue({
      work: (key) => this.#turn(key),
      startTimer: options.startTimer,
      random: options.random,
      failed: (failure) => void this.#tellFailure(failure),
      depth: (count) => {
        options.metrics.queueDepth(count);
      },
    });
  }

  async run(): Promise<void> {
    const { documents, deployments, synced } = this.#options;
    const watches = [
      watchKind(
        {
          what: 'istiooperators',
          source: documents,
          changed: (change) => {
            this.#documentChanged(change);
          },
          synced,
        },
        this.#options,
      ),
      watchKind(
        {
          what: 'deployments',
          source: deployments,
          changed: (change) => {
            this.#deploymentChanged(change);
          },
        },
        this.#options,
      ),
    ];
    try {
      await Promise.all(watches);
    } finally {
      await this.#queue.stop();
      // Whoever leads next knows them; an object that goes meanwhile would be told of here for ever.
      this.#options.metrics.forgetTerm();
    }
  }

  #documentChanged({ type, object }: WatchChange<IstioOperatorObject>): void {
    const key = operatorKey(object);
    const before = this.#known.get(key);
    if (type === 'deleted') {
      this.#known.delete(key);
      this.#queue.forget(key);
      this.#options.metrics.forget(key);
      // Another object may have to provide the CRDs now.
      for (const other of this.#known.keys()) this.#queue.add(other);
      return;
    }
    this.#known.set(key, object);
    this.#count(key, before, object);
    // Our own write of the status is nothing new.
    if (before === undefined || isNewTo(before, object)) this.#queue.add(key, { reset: true });
  }

  /** An object that a stack applies is nobody's here: its silence must page nobody. */
  #count(key: string, before: IstioOperatorObject | undefined, object: IstioOperatorObject): void {
    const was = before !== undefined && isOurs(before);
    if (isOurs(object) && !was) this.#options.metrics.track(key);
    if (!isOurs(object) && was) this.#options.metrics.forget(key);
  }

  /** The objects of its revision are looked at again, since their health may be another now. */
  #deploymentChanged({ object }: WatchChange<WatchedDeployment>): void {
    const revision = object.metadata.labels?.[REVISION_LABEL] ?? 'default';
    for (const [key, document] of this.#known) {
      if (revisionOf(document) === revision) this.#queue.add(key);
    }
  }

  async #turn(key: string): Promise<WorkResult> {
    const object = this.#known.get(key);
    if (object === undefined) return { type: 'done' };
    const { metrics, now, uptime, newId } = this.#options;
    const { generation } = object.metadata;
    const log = reconcileLog(this.#options.log, { reconcileId: newId(), object: key, generation });
    const began = uptime();
    log.debug('a turn begins');
    this.#failures.delete(key);
    const turn = await this.#options
      .reconcile(object, () => [...this.#known.values()], log)
      .catch((error: unknown) => {
        log.error('the turn failed', { reason: messageOf(error) });
        throw error;
      });
    const failure = turn.type === 'failed' ? turn.reason : null;
    metrics.reconciled(key, failure, (uptime() - began) / 1000, now());
    metrics.ready(key, turn.type === 'failed' ? false : turn.ready);
    const result = failure === null ? 'success' : 'failure';
    log.debug('a turn ended', { result, durationMs: Math.round(uptime() - began) });
    if (turn.type === 'failed') {
      this.#failures.set(key, turn.findings);
      return { type: 'failed', reason: turn.reason };
    }
    return turn.requeueAfterMs === null
      ? { type: 'done' }
      : { type: 'done', requeueAfterMs: turn.requeueAfterMs };
  }

  /** The status says when the next attempt begins, which only the queue knows. */
  async #tellFailure({ key, failures, afterMs }: WorkFailure): Promise<void> {
    const { report, now, log } = this.#options;
    const object = this.#known.get(key);
    if (object === undefined) return;
    log.warn('the turn is made again', { object: key, failures, afterMs });
    const findings = this.#failures.get(key);
    if (findings === undefined) return;
    const { namespace, name, generation } = object.metadata;
    const retry = afterMs === null ? null : { attempt: failures, at: now() + afterMs };
    try {
      await report({ namespace, name, generation }, { ...findings, retry });
    } catch (error) {
      log.warn('the status could not be written', { object: key, reason: messageOf(error) });
    }
  }
}

function isOurs(object: IstioOperatorObject): boolean {
  return shouldReconcile(object).scope !== 'none';
}
