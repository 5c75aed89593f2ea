/** An engine run that failed. Times are epoch milliseconds. */
export interface EngineFailure {
  /** `positionKey` of the position that it was to apply. */
  readonly key: string;
  readonly step: 'preview' | 'up';
  readonly reason: string;
  /** How often it failed in a row at this position. */
  readonly times: number;
  readonly at: number;
}

/**
 * What the process of a driver remembers from tick to tick. It ends with the process, so nothing that must survive is in
 * it: only how patient to be, and whether time passed in which nobody looked.
 */
export interface DriverMemory {
  /** When the observation before this one was made; `null` at the first look. */
  readonly lookedAt: number | null;
  /** The last engine run, if it failed. */
  readonly engineFailure: EngineFailure | null;
}

/** A driver that has just started. */
export const NO_MEMORY: DriverMemory = { lookedAt: null, engineFailure: null };

/** A driver whose engine run failed, once more or for the first time at this position. */
export function withFailure(
  memory: DriverMemory,
  failure: Omit<EngineFailure, 'times'>,
): DriverMemory {
  const before = memory.engineFailure;
  const times = before?.key === failure.key ? before.times + 1 : 1;
  return { ...memory, engineFailure: { ...failure, times } };
}
