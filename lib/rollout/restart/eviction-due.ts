import type { PodFact, WorkloadFact } from '../observation';

/** How far the evictions of a workload have come. */
export interface EvictionProgress {
  /** When the pods were read, epoch milliseconds. */
  readonly at: number;
  /** When the last one was decided, epoch milliseconds; absent before the first. */
  readonly lastAt: number | undefined;
  /** The number of the restart that they are a part of. */
  readonly count: number;
}

/** The number of the restart that an eviction now would be a part of; `null` while none may be. */
export function evictionDue(
  wrong: readonly PodFact[],
  victim: PodFact | null,
  { at, lastAt, count }: EvictionProgress,
): number | null {
  if (victim === null) return null;
  if (lastAt === undefined) return count;
  // A look from before the last eviction does not show what it left.
  if (at <= lastAt) return null;
  const isWrongAgain = wrong.some(({ createdAt }) => createdAt >= lastAt - (lastAt % 1000));
  return isWrongAgain ? count + 1 : count;
}

const BY_ORDINAL = new Intl.Collator('en', { numeric: true });

/** The last by its ordinal, as its controller would begin, once every other pod is there and ready. */
export function victimOf(
  { desired }: WorkloadFact,
  pods: readonly PodFact[],
  wrong: readonly PodFact[],
): PodFact | null {
  const [victim] = [...wrong].sort(
    (a, b) => Number(a.ready) - Number(b.ready) || BY_ORDINAL.compare(b.name, a.name),
  );
  if (victim === undefined || pods.some(({ terminating }) => terminating)) return null;
  const others = pods.filter((pod) => pod !== victim);
  const isWaiting = others.some((pod) => !pod.ready && !wrong.includes(pod));
  if (isWaiting || pods.length < desired) return null;
  return victim.ready && others.some(({ ready }) => !ready) ? null : victim;
}
