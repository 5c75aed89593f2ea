import fc from 'fast-check';
import type { Phase } from '../../lib/rollout/phase';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { newProgress } from '../../lib/rollout/wave-progress';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { FROM, TO } from './rollout-builders';
import { play, type Played } from './sim-play';

/** Any record that a type checker lets pass, as changes to one of a real run, and any labels beside it. */
export interface Confusion {
  /** How many steps of the run come before it. */
  readonly steps: number;
  readonly changes: Partial<
    Pick<
      RolloutRecord,
      | 'phase'
      | 'released'
      | 'kept'
      | 'settled'
      | 'soakRestarts'
      | 'retainedMs'
      | 'applied'
      | 'attempt'
      | 'cleanScans'
      | 'retired'
      | 'since'
      | 'passingSince'
      | 'waveringSince'
    >
  >;
  /** Revision label by place of the namespace; `null` for none. */
  readonly labels: readonly { readonly place: number; readonly revision: string | null }[];
  readonly written: boolean;
}

const PHASES: readonly Phase[] = [
  'installing',
  'proving',
  'adopting',
  'moving',
  'retaining',
  'removing',
  'rolling-back',
  'rolled-back',
  'done',
];

/** Times around the beginning of a simulated cluster, epoch milliseconds. */
const time = fc.integer({ min: 900_000, max: 1_200_000 });

export const confusions: fc.Arbitrary<Confusion> = fc.record({
  // The first two begin it: before them there is no record.
  steps: fc.integer({ min: 2, max: 150 }),
  changes: fc.record(
    {
      phase: fc.constantFrom(...PHASES),
      released: fc.nat({ max: 3 }),
      kept: fc.nat({ max: 3 }),
      settled: fc.boolean(),
      soakRestarts: fc.nat({ max: 7 }),
      retainedMs: fc.nat({ max: 30_000 }),
      applied: fc.option(fc.constantFrom('', 'nothing that was ever applied'), { nil: null }),
      attempt: fc.integer({ min: 1, max: 3 }),
      cleanScans: fc.array(time, { maxLength: 2 }),
      retired: fc.constantFrom([], [FROM]),
      since: time,
      passingSince: fc.option(time, { nil: null }),
      waveringSince: fc.option(time, { nil: null }),
    },
    { requiredKeys: [] },
  ),
  labels: fc.array(
    fc.record({
      place: fc.nat({ max: 3 }),
      revision: fc.option(fc.constantFrom(FROM, TO)),
    }),
    { maxLength: 3 },
  ),
  written: fc.boolean(),
});

/** Goes on from a confused state, where nothing fails any more. */
export function goOnFrom(cluster: SimCluster, spec: RolloutSpec, confusion: Confusion): Played {
  play({ spec, cluster, maxSteps: confusion.steps });
  const { state } = cluster;
  const names = state.namespaces.map(({ name }) => name);
  for (const { place, revision } of confusion.labels)
    cluster.labelByHand(names[place % names.length]!, revision);
  if (!confusion.written) state.written = {};
  if (state.store.record !== null)
    state.store.record = fitting({ ...state.store.record, ...confusion.changes });
  return play({
    spec,
    cluster,
    onStep: (record) => {
      if (record?.phase === 'removing') cluster.moveTag('default', TO);
    },
  });
}

/** There is one progress for each released wave, whatever else is wrong. */
function fitting(record: RolloutRecord): RolloutRecord {
  const released = Math.min(record.released, record.plan.waves.length);
  const kept = Math.min(record.kept, released);
  const progress = Array.from(
    { length: released },
    (_, index) => record.progress[index] ?? newProgress(record.since),
  );
  return { ...record, released, kept, progress };
}
