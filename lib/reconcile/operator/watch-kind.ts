import type { StartTimer } from '../../cluster/start-timer';
import { watchObjects, type WatchRestart } from '../../cluster/watch-objects';
import type { WatchSource } from '../../cluster/watch-source';
import type { WatchChange, WatchedObject } from '../../cluster/watch-state';
import type { OperatorLog } from './operator-log';
import type { OperatorMetrics } from './operator-metrics';

/** What a leader follows. */
export interface FollowedKind<T> {
  /** How the log and the metrics name it. */
  readonly what: string;
  readonly source: WatchSource<T>;
  readonly changed: (change: WatchChange<T>) => void;
  /** Told when all of them were listed. @default nobody waits for it */
  readonly synced?: () => void;
}

/** What following needs of the world. */
export interface FollowPorts {
  readonly startTimer: StartTimer;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly uptime: () => number;
  readonly signal: AbortSignal;
  readonly metrics: OperatorMetrics;
  readonly log: OperatorLog;
}

/** Follows the objects of a kind until it is asked to stop; what becomes of the watch is logged and counted. */
export function watchKind<T extends WatchedObject>(
  { what, source, changed, synced = noop }: FollowedKind<T>,
  { startTimer, random, uptime, signal, metrics, log }: FollowPorts,
): Promise<void> {
  return watchObjects({
    source,
    startTimer,
    random,
    now: uptime,
    signal,
    changed,
    synced,
    restarted: ({ reason, message, afterMs }: WatchRestart) => {
      metrics.watchRestarted(reason);
      const level = reason === 'ended' ? 'debug' : 'warn';
      log[level]('a watch is begun anew', { what, reason, message, afterMs });
    },
    api: (up) => {
      metrics.apiUp(up, what);
    },
  });
}

/** What tells whether anything but the status of an object changed. */
export interface Revised {
  readonly metadata: {
    readonly uid: string;
    readonly generation: number;
    readonly deletionTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** Whether anything but the status changed: our own write of it is nothing new. */
export function isNewTo({ metadata: a }: Revised, { metadata: b }: Revised): boolean {
  return (
    a.uid !== b.uid ||
    a.generation !== b.generation ||
    a.deletionTimestamp !== b.deletionTimestamp ||
    JSON.stringify(a.annotations) !== JSON.stringify(b.annotations)
  );
}

function noop(): void {
  // Nothing waits for it.
}
