import type { FrozenWave, RolloutRecord } from '../rollout/record';
import { namespaceNames } from '../rollout/wave-members';
import type { SimCluster } from './sim-cluster';

/** What a fault may do to whoever drives, besides what it does to the cluster. */
export interface SimHost {
  /** The driver is dead until then, epoch milliseconds; `null` while it lives. */
  deadUntil: number | null;
  /** How far its clock is ahead of the cluster's, in milliseconds. */
  clockAheadMs: number;
}

/** A moment of a run, just before a look. */
export interface FaultMoment {
  readonly cluster: SimCluster;
  readonly host: SimHost;
  readonly record: RolloutRecord;
  /** The wave that the fault strikes, and the first of its namespaces. */
  readonly wave: FrozenWave;
  readonly namespace: string;
  /** How long ago that wave was released, in milliseconds. */
  readonly sinceMs: number;
}

/** Something that goes wrong during a rollout. */
export interface SimFault {
  readonly name: string;
  /** What happens, for the list of faults. */
  readonly says: string;
  /** It strikes from the beginning, before its wave is released. */
  readonly early?: true;
  /** Called at every moment from the release of the wave on; it makes true what should be true then. */
  readonly play: (moment: FaultMoment) => void;
}

/** A fault and the wave that it strikes, by name. */
export interface PlacedFault {
  readonly fault: SimFault;
  /** @default the last wave */
  readonly wave: string | null;
}

/** The wave that a fault strikes, `null` while it was not released. */
export function momentOf(
  { wave: name, fault }: PlacedFault,
  cluster: SimCluster,
  host: SimHost,
  record: RolloutRecord,
): FaultMoment | null {
  const { waves } = record.plan;
  const found = name === null ? waves.length - 1 : waves.findIndex((wave) => wave.name === name);
  const wave = waves[found];
  const early = fault.early === true ? record.since : undefined;
  const releasedAt = record.progress[found]?.releasedAt ?? early;
  if (wave === undefined || releasedAt === undefined) return null;
  const namespace = namespaceNames(wave)[0] ?? '';
  return { cluster, host, record, wave, namespace, sinceMs: cluster.now - releasedAt };
}
