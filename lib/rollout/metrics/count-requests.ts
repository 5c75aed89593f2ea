import type { DurationCount, MetricsSnapshot, OwnCount, RequestCount } from './metrics-fact';

/** Requests counted between two instants, epoch milliseconds. */
export interface Counted {
  readonly requests: readonly RequestCount[];
  readonly durations: readonly DurationCount[];
  /** The team's own. */
  readonly own: readonly OwnCount[];
  readonly from: number;
  readonly to: number;
}

/** How long some times are together, in milliseconds. */
export function lengthOf(times: readonly Pick<Counted, 'from' | 'to'>[]): number {
  return times.reduce((sum, { from, to }) => sum + to - from, 0);
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
  const remembered = counts.get(after)?.get(before);
  if (remembered !== undefined) return remembered;
  const unscraped = new Set<string>();
  const isCountable = (pod: string): boolean => {
    if (isScraped(before, pod, freshMs)) return true;
    unscraped.add(pod);
    const created = createdAt(pod);
    // Otherwise it may have lived without being scraped: what its counters say may be older than the window.
    return created !== null && created >= before.at;
  };
  const { requests, durations, own, counters } = indexOf(before);
  // Of a namespace that had no counter before it is not known whether that is new.
  const isOwnCountable = (one: OwnCount): boolean =>
    own.has(ownKey(one)) || (one.pod !== '' && counters.has(one.name) && isCountable(one.pod));
  const counted = {
    requests: after.requests
      .filter(({ pod }) => isCountable(pod))
      .map((one) => ({ ...one, value: grown(requests.get(requestKey(one)), one.value) })),
    durations: after.durations
      .filter(({ pod }) => isCountable(pod))
      .map((one) => durationBetween(durations.get(durationKey(one)), one)),
    own: after.own.filter(isOwnCountable).map((one) => ownBetween(own.get(ownKey(one)), one)),
    from: before.at,
    to: after.at,
  };
  if (unscraped.size === 0) remember(before, after, counted);
  return counted;
}

/** The same minutes are looked at again and again: what did not hang on which pods there are now is counted once. */
const counts = new WeakMap<MetricsSnapshot, WeakMap<MetricsSnapshot, Counted>>();

function remember(before: MetricsSnapshot, after: MetricsSnapshot, counted: Counted): void {
  const known = counts.get(after) ?? new WeakMap<MetricsSnapshot, Counted>();
  counts.set(after, known.set(before, counted));
}

interface Index {
  readonly requests: ReadonlyMap<string, number>;
  readonly durations: ReadonlyMap<string, DurationCount>;
  readonly own: ReadonlyMap<string, OwnCount>;
  /** Names of the team's own counts that were there. */
  readonly counters: ReadonlySet<string>;
}

/** A snapshot is the start of several times, in one look and in the next. */
const indices = new WeakMap<MetricsSnapshot, Index>();

function indexOf(snapshot: MetricsSnapshot): Index {
  const index = indices.get(snapshot) ?? {
    requests: new Map(snapshot.requests.map((one) => [requestKey(one), one.value])),
    durations: new Map(snapshot.durations.map((one) => [durationKey(one), one])),
    own: new Map(snapshot.own.map((one) => [ownKey(one), one])),
    counters: new Set(snapshot.own.map(({ name }) => name)),
  };
  indices.set(snapshot, index);
  return index;
}

function durationBetween(before: DurationCount | undefined, after: DurationCount): DurationCount {
  if (before === undefined || after.all < before.all) return after;
  if (after.fast === null || before.fast === null) {
    return { ...after, all: after.all - before.all, fast: null };
  }
  if (after.fast < before.fast) return after;
  return { ...after, all: after.all - before.all, fast: after.fast - before.fast };
}

/** Where both began anew they count from zero; what is bad is never more than all, though both are scraped in turn. */
function ownBetween(before: OwnCount | undefined, after: OwnCount): OwnCount {
  const isAnew = before === undefined || after.all < before.all;
  const all = isAnew ? after.all : after.all - before.all;
  return { ...after, all, bad: Math.min(all, grown(isAnew ? undefined : before.bad, after.bad)) };
}

function grown(before: number | undefined, after: number): number {
  return before === undefined || after < before ? after : after - before;
}

/** Names of Kubernetes and values of Istio's labels hold no space. */
function requestKey(request: RequestCount): string {
  const { pod, reporter, sourceWorkload, sourceNamespace, destinationNamespace } = request;
  const { responseCode, responseFlags, grpcStatus, security } = request;
  return `${pod} ${reporter} ${sourceWorkload} ${sourceNamespace} ${destinationNamespace} ${responseCode} ${responseFlags} ${grpcStatus} ${security}`;
}

function durationKey({ pod, destinationNamespace }: DurationCount): string {
  return `${pod} ${destinationNamespace}`;
}

function ownKey({ name, namespace, pod }: OwnCount): string {
  return `${name} ${namespace} ${pod}`;
}
