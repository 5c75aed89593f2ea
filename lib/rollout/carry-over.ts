import { UNTOLD } from './commands/untold';
import type { FrozenPlan, RolloutRecord } from './record';
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
  readonly plan: Pick<FrozenPlan, PlanKeyOne>;
  readonly suspects: unknown;
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
  const hasEnded = before.phase === 'done' || before.phase === 'rolled-back';
  if (!hasEnded || before.kept > 0) return null;
  // What records and plans got since has a value here, as it is of a rollout that ended before.
  const policies = { stragglers: 'hold', default: 'move', removal: 'automatic' } as const;
  const moves = { mode: 'label', restartFrom: false, restart: restartLimits() } as const;
  const later = { ...moves, approvalSeconds: 0 };
  const owned = { ...before.owned, tags: {}, pointers: {} };
  const empty = { proof: null, removed: [], handed: null, history: [], restarting: {} };
  const back = { gatewaysBack: false };
  const progress = before.progress.map((one) => ({ ...one, countedFrom: null }));
  const agreed = { ...plan, ...policies, ...later };
  return { ...before, plan: agreed, owned, progress, ...empty, ...back, ...UNTOLD };
}
