import { inUse, type InUse } from '../in-use';
import type { Observation, PodFact } from '../observation';
import type { RolloutRecord } from '../record';
import { isTerminal, RESTARTABLE } from '../wave-scope';

/** A pod that no restart moves: it keeps the old revision from being removed, not a wave from passing. */
export interface UnmovablePod {
  /** `<namespace>/<name>` */
  readonly pod: string;
  readonly reason: string;
}

/** What still stands on the old revision and is in nobody's wave, or cannot be moved. */
export interface LeftBehind {
  /** Whether the old revision may be removed, by what the cluster shows now. */
  readonly inUse: InUse['inUse'];
  readonly reasons: readonly string[];
  /** Those of the old revision, at most 50. */
  readonly unmovable: readonly UnmovablePod[];
  readonly unmovableCount: number;
}

/** So many say enough; the count says how many there are. */
const TOLD = 50;

/** What keeps the old revision from being removed. */
export function leftBehind({ plan }: RolloutRecord, observation: Observation): LeftBehind {
  const usage = inUse(plan.from, observation);
  const unmovable = unmovablePods(plan.from, observation);
  return { ...usage, unmovable: unmovable.slice(0, TOLD), unmovableCount: unmovable.length };
}

function unmovablePods(revision: string, { pods }: Observation): readonly UnmovablePod[] {
  if (!pods.known) return [];
  return pods.value
    .filter((pod) => pod.revision === revision && !pod.terminating && !isTerminal(pod))
    .filter(({ workload }) => workload === null || !RESTARTABLE.includes(workload.kind))
    .map((pod) => ({ pod: `${pod.namespace}/${pod.name}`, reason: reasonOf(pod) }));
}

function reasonOf({ workload }: PodFact): string {
  return workload === null
    ? 'a bare pod, which nothing makes anew; delete it and make it again'
    : `belongs to ${workload.kind} ${workload.name}, which no restart replaces; it goes when it ends`;
}
