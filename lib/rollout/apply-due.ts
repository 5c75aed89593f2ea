import type { Action } from './action';
import { driftOf } from './drift';
import type { Observation } from './observation';
import { positionKey } from './position-key';
import type { FrozenWave, RolloutRecord } from './record';
import { tagSubject } from './tags/tag-problem';
import { gatewayKey, gatewaysOf, namespacesOf, tagsOf } from './wave-members';

type Apply = Extract<Action, { type: 'apply' }>;

/** Why the engine has to run. */
export interface ApplyDue {
  readonly action: Apply;
  /** True when this position was never applied; false when it was and the cluster has drifted from it since. */
  readonly isNewPosition: boolean;
}

/** The engine run that the position needs, `null` when it was applied and the cluster is known to agree. */
export function applyDue(
  record: RolloutRecord,
  observation: Observation,
  members: readonly FrozenWave[],
  reason: string,
): ApplyDue | null {
  const drift = driftOf(record, observation);
  const isNewPosition = record.applied !== positionKey(record);
  if (!isNewPosition && drift.length === 0) return null;
  const expect = [...new Set([...membersOf(members), ...drift])];
  const why = isNewPosition ? reason : `${drift.join(', ')} differs from the position`;
  const action = { type: 'apply', expect, refresh: !isNewPosition, reason: why } as const;
  return { action, isNewPosition };
}

function membersOf(waves: readonly FrozenWave[]): string[] {
  return [
    ...namespacesOf(waves).map(({ name }) => `Namespace ${name}`),
    ...tagsOf(waves).map(tagSubject),
    ...gatewaysOf(waves).map((gateway) => `Deployment ${gatewayKey(gateway)}`),
  ];
}
