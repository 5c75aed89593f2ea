import type { Decision } from '../rollout/action';
import { NO_MEMORY, type DriverMemory } from '../rollout/driver-memory';
import type { SimAction } from './carry-out';
import type { EngineWrite } from './engine-writes';
import type { RolloutRecord } from '../rollout/record';

/** What a driver does next, one request or one look a step. */
export type SimTask =
  /** Observes and decides, with the record that was read the step before. */
  | { readonly do: 'look' }
  /** With `begins` the record of a start: written by somebody else meanwhile, it is not begun. */
  | { readonly do: 'store'; readonly record: RolloutRecord; readonly begins: boolean }
  | { readonly do: 'act'; readonly action: SimAction }
  /** Begins an engine run: what it writes is compared now. */
  | { readonly do: 'up'; readonly refresh: boolean }
  | { readonly do: 'write'; readonly object: EngineWrite }
  /** Ends an engine run that wrote everything. */
  | { readonly do: 'applied'; readonly key: string }
  | { readonly do: 'next'; readonly next: Decision['next'] };

/** How a driver stopped by itself. */
export interface SimEnd {
  readonly outcome: 'done' | 'rolled-back' | 'waiting' | 'blocked' | 'refused';
  readonly message: string;
}

/** A driver between two of its requests: plain JSON, so that it can be killed, forked and told apart at any of them. */
export interface SimDriver {
  readonly name: string;
  /** What it takes for stored; `null` before it has begun. */
  readonly held: { readonly record: RolloutRecord; readonly version: number } | null;
  readonly memory: DriverMemory;
  readonly tasks: readonly SimTask[];
  /** It sleeps until then, epoch milliseconds. */
  readonly wakeAt: number;
  readonly end: SimEnd | null;
}

/** A process that has just started: what it knew before is gone. */
export function newDriver(name: string, now: number): SimDriver {
  return { name, held: null, memory: NO_MEMORY, tasks: [], wakeAt: now, end: null };
}
