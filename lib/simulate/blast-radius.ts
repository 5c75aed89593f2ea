import type { RolloutRecord } from '../rollout/record';
import { namespaceNames } from '../rollout/wave-members';
import type { SimState } from './sim-state';
import { namespaceOf } from './namespace-of';

/** What ran on the new revision at a moment without having proved itself there. */
export interface BlastRadius {
  readonly namespaces: readonly string[];
  readonly pods: number;
  /** The wave that was being moved, `''` where there was none. */
  readonly wave: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Pods on `to` in namespaces of waves that have not passed their soak: what a bad revision would hurt now. */
export function blastOf(state: SimState, record: RolloutRecord): BlastRadius {
  const { waves, to } = record.plan;
  const proved = isProved(record) ? waves.length : Math.max(record.kept, record.released - 1);
  const open = [...new Set(waves.slice(proved).flatMap(namespaceNames))];
  const workloads = open.flatMap((name) => namespaceOf(state, name)?.workloads ?? []);
  const struck = workloads.flatMap(({ pods }) =>
    pods.filter(({ revision, goneAt }) => revision === to && goneAt === null),
  );
  return {
    namespaces: [...new Set(struck.map(({ namespace }) => namespace))].sort(),
    pods: struck.length,
    wave: waves[record.released - 1]?.name ?? '',
    at: state.now,
  };
}

function isProved({ phase }: RolloutRecord): boolean {
  return phase === 'retaining' || phase === 'removing' || phase === 'done';
}
