import { isFinal } from './is-final';
import { revisionOf, versionOf } from './patch/version-of';
import type { RolloutPosition } from './position';
import { positionLeft } from './position-left';
import { positionOf } from './position-of';
import type { RolloutRecord } from './record';

/** The two ends of a declared rollout. */
export interface DeclaredEnds {
  readonly from: string;
  readonly to: string;
}

/**
 * Where a rollout stands for the tree, by the record of the last one. One that is declared and has not begun has installed
 * nothing, and a patch leaves its revision at the version from which it starts.
 * @param declared - absent where no rollout is declared: what the last one left holds, each revision at its declared version
 */
export function declaredPosition(
  record: RolloutRecord | null,
  declared: DeclaredEnds | undefined,
): RolloutPosition {
  if (declared === undefined) {
    return record === null || isFinal(record) ? positionLeft(record) : positionOf(record);
  }
  if (record?.plan.to === declared.to) return positionOf(record);
  const version = versionOf(declared.from);
  return {
    ...positionLeft(record),
    installed: false,
    ...(version === null ? {} : { versions: { [revisionOf(declared.from)]: version } }),
    status: 'rollout not started',
  };
}
