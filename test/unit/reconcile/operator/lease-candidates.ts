import {
  LeaseConflictError,
  type LeaseLock,
  type StoredLease,
} from '../../../../lib/cluster/lease-lock';
import { lead, type LeadOptions } from '../../../../lib/reconcile/operator/lead';
import type { VirtualTime } from '../../../support/virtual-time';

/** A Lease that every write makes anew, by compare-and-swap. */
export class SharedLease {
  stored: StoredLease | null = null;
  #version = 0;

  readonly lock: LeaseLock = {
    read: () => Promise.resolve(this.stored),
    write: (record, previous) => {
      if (this.stored?.version !== previous?.version)
        return Promise.reject(new LeaseConflictError('changed'));
      this.#version += 1;
      this.stored = { record, version: String(this.#version) };
      return Promise.resolve(this.stored);
    },
  };

  get holder(): string | undefined {
    return this.stored?.record.holder;
  }
}

export function hangs(): Promise<never> {
  return new Promise(() => undefined);
}

/** Work that goes on until it is told to stop, and a second longer. */
export function candidate(
  time: VirtualTime,
  lease: SharedLease,
  identity: string,
  more: Partial<LeadOptions> = {},
) {
  const stop = new AbortController();
  const told: string[] = [];
  const say = (what: string) => told.push(`${time.now / 1000} ${what}`);
  const done = lead({
    lock: lease.lock,
    identity,
    now: () => time.now,
    wallTime: () => new Date(time.now),
    startTimer: time.startTimer,
    signal: stop.signal,
    onLead: async (signal) => {
      say('begins');
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          say('aborted');
          time.startTimer(1_000, resolve);
        });
      });
      say('ended');
    },
    leading: (leads) => say(leads ? 'leads' : 'follows'),
    api: () => undefined,
    note: (message, problem) => say(problem === undefined ? message : `${message}: ${problem}`),
    ...more,
  });
  done.catch(() => undefined);
  return { stop, told, done };
}
