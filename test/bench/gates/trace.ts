/** What one caller asked of one pod within a minute. */
export interface Cell {
  /** Namespace of the caller. */
  readonly caller: string;
  readonly namespace: string;
  readonly pod: string;
  /** Requests that arrived, and those of them that failed. */
  readonly all: number;
  readonly bad: number;
  /** Requests that the caller's proxy could not bring to the pod: only the caller counts them. */
  readonly unreached: number;
}

/** A minute of a mesh. */
export interface Minute {
  readonly cells: readonly Cell[];
  /** Nothing was scraped at its end. */
  readonly lost: boolean;
}

/** A wave and its surroundings, before it is moved and after. */
export interface Trace {
  readonly kind: string;
  readonly seed: number;
  /** Whether the new revision harms the users of the wave. */
  readonly isBad: boolean;
  /** Namespaces that are moved. */
  readonly wave: readonly string[];
  /** Namespaces of later waves. */
  readonly rest: readonly string[];
  readonly before: readonly Minute[];
  /** Minute 0 is the first after every pod of the wave became ready. */
  readonly after: readonly Minute[];
}

/** Minutes of a trace before the wave and after it. */
export const LENGTH = 30;

/** Share of requests that may fail, for every judge. */
export const LIMIT = 0.005;

/** Minutes after the restart that no judge counts. */
export const WARM_UP = 2;

/** Minutes until a judge has to have decided. */
export const BUDGETS = [5, 10, 15, 30] as const;

/** What a judge made of a wave by the end of its time. */
export type Outcome = 'advanced' | 'rolled back' | 'undecided';

/** Judges a trace within so many minutes. */
export type Judge = (trace: Trace, budget: number) => Outcome;
