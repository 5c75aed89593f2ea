import type { RolloutRecord } from '../rollout/record';
import { gatewayApisOf, namespaceNames } from '../rollout/wave-members';
import { isMadeByIstiod } from './inject';
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
  const left = waves.slice(proved);
  const open = [...new Set(left.flatMap(namespaceNames))];
  const deployments = new Set(gatewayApisOf(left).map(({ deployment }) => deployment));
  const workloads = open
    .flatMap((name) => namespaceOf(state, name)?.workloads ?? [])
    // Gateways of the Gateway API move with no wave but their own.
    .filter((one) => !isMadeByIstiod(state, one) || deployments.has(one.name));
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
