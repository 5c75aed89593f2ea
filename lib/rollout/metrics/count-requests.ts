import type { DurationCount, MetricsSnapshot, RequestCount } from './metrics-fact';

/** Requests counted between two instants. */
export interface Counted {
  readonly requests: readonly RequestCount[];
  readonly durations: readonly DurationCount[];
  /** Length of the window, in milliseconds. */
  readonly ms: number;
}

/** Whether a pod's proxy was scraped just before a snapshot; an older sample only stands in for what is not known. */
export function isScraped({ scraped, at }: MetricsSnapshot, pod: string, freshMs: number): boolean {
  return (scraped[pod] ?? 0) >= at - freshMs;
}

/**
 * What happened between two snapshots, exactly: a series that was not there while its proxy was scraped began at zero, so
 * the first errors of a new pod count, which `increase()` misses; a counter that fell was reset.
 * @param createdAt - when a pod that is there now was created, `null` for one that is not
 * @param freshMs - how old a sample may be at its instant, in milliseconds
 */
export function countBetween(
  before: MetricsSnapshot,
  after: MetricsSnapshot,
  createdAt: (pod: string) => number | null,
  freshMs: number,
): Counted {
  const isCountable = (pod: string): boolean => {
    if (isScraped(before, pod, freshMs)) return true;
    const created = createdAt(pod);
    // Otherwise it may have lived without being scraped: what its counters say may be older than the window.
    return created !== null && created >= before.at;
  };
  const requestsBefore = new Map(before.requests.map((one) => [requestKey(one), one.value]));
  const durationsBefore = new Map(before.durations.map((one) => [durationKey(one), one]));
  return {
    requests: after.requests
      .filter(({ pod }) => isCountable(pod))
      .map((one) => ({ ...one, value: grown(requestsBefore.get(requestKey(one)), one.value) })),
    durations: after.durations
      .filter(({ pod }) => isCountable(pod))
      .map((one) => durationBetween(durationsBefore.get(durationKey(one)), one)),
    ms: after.at - before.at,
  };
}

function durationBetween(before: DurationCount | undefined, after: DurationCount): DurationCount {
  if (before === undefined || after.all < before.all) return after;
  if (after.fast === null || before.fast === null) {
    return { ...after, all: after.all - before.all, fast: null };
  }
  if (after.fast < before.fast) return after;
  return { ...after, all: after.all - before.all, fast: after.fast - before.fast };
}

function grown(before: number | undefined, after: number): number {
  return before === undefined || after < before ? after : after - before;
}

function requestKey({ value: _value, ...labels }: RequestCount): string {
  return JSON.stringify(labels);
}

function durationKey({ pod, destinationNamespace }: DurationCount): string {
  return `${pod} ${destinationNamespace}`;
}
