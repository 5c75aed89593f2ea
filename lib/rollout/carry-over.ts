import { UNTOLD } from './commands/untold';
import type { FrozenPlan, GatewayWave, NamespaceWave, RolloutRecord } from './record';
import { restartLimits } from './restart/restart-spec';

/** What records of schema 1 had. */
type RecordKeyOne =
  | 'phase'
  | 'released'
  | 'kept'
  | 'progress'
  | 'attempt'
  | 'since'
  | 'settled'
  | 'passingSince'
  | 'waveringSince'
  | 'soakRestarts'
  | 'retainedMs'
  | 'restarts'
  | 'applied'
  | 'cleanScans'
  | 'retired'
  | 'failure'
  | 'owned';
type PlanKeyOne =
  'from' | 'to' | 'waves' | 'deadlineSeconds' | 'retainSeconds' | 'rollback' | 'metrics' | 'hash';

/** A record as versions with schema 1 stored it. */
export interface RecordOne extends Pick<RolloutRecord, RecordKeyOne> {
  readonly schema: 1;
  readonly plan: Omit<Pick<FrozenPlan, PlanKeyOne>, 'waves'> & WavesTwo;
  readonly suspects: unknown;
}

/** Waves of gateways as versions up to schema 2 had them: each gateway was one Deployment, changed in place. */
interface WavesTwo {
  readonly waves: readonly (
    NamespaceWave | Pick<GatewayWave, 'kind' | 'name' | 'gateways' | 'soakSeconds' | 'approval'>
  )[];
}

/** A record as versions with schema 2 stored it. */
export interface RecordTwo extends Omit<RolloutRecord, 'gatewaysBack' | 'plan'> {
  readonly plan: Omit<FrozenPlan, 'waves'> & WavesTwo;
}

/**
 * The record of a rollout that ended under schema 1: what it retired stays so, and its labels stay ours. `null` for one under
 * way, which only the version that began it can finish: its gates and steps were agreed with that one.
 */
export function carryOver({
  schema: _schema,
  suspects: _suspects,
  plan,
  ...before
}: RecordOne): RolloutRecord | null {
  if (!hasEnded(before)) return null;
  // What records and plans got since has a value here, as it is of a rollout that ended before.
  const policies = { stragglers: 'hold', default: 'move', removal: 'automatic' } as const;
  const moves = { mode: 'label', restartFrom: false, restart: restartLimits() } as const;
  const later = { ...moves, approvalSeconds: 0 };
  const owned = { ...before.owned, tags: {}, pointers: {} };
  const empty = { proof: null, removed: [], handed: null, history: [], restarting: {} };
  const progress = before.progress.map((one) => ({ ...one, countedFrom: null }));
  const agreed = { ...plan, ...policies, ...later };
  return carryOverTwo({ ...before, plan: agreed, owned, progress, ...empty, ...UNTOLD });
}

/** The same for schema 2. */
export function carryOverTwo({ plan, ...before }: RecordTwo): RolloutRecord | null {
  if (!hasEnded(before)) return null;
  const waves = plan.waves.map((wave) => (wave.kind === 'namespace' ? wave : inPlace(wave, plan)));
  return { ...before, plan: { ...plan, waves }, gatewaysBack: false };
}

/** One that only kept some of its waves goes on with them. */
function hasEnded({ phase, kept }: Pick<RolloutRecord, 'phase' | 'kept'>): boolean {
  return (phase === 'done' || phase === 'rolled-back') && kept === 0;
}

function inPlace(
  wave: Exclude<WavesTwo['waves'][number], { readonly kind: 'namespace' }>,
  { to }: Pick<FrozenPlan, 'to'>,
): GatewayWave {
  const gateways = wave.gateways.map((gateway) => ({ ...gateway, inPlace: true }) as const);
  const step = { stepOf: wave.name, shares: [100], revision: to, share: 100, scale: 100 };
  return { ...wave, gateways, ...step };
}
