import { isFinal } from './is-final';
import { revisionOf, versionOf } from './patch/version-of';
import type { RolloutPosition } from './position';
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
    if (record === null) return { ...NOTHING, status: 'no rollout declared' };
    // Of one that is over no version holds: an edit of the declared one must not be passed over in silence.
    return isFinal(record) ? asDeclared(positionOf(record)) : positionOf(record);
  }
  if (record?.plan.to === declared.to) return positionOf(record);
  // A finished rollout says nothing about the next one, but what it retired stays retired and its labels stay ours.
  const before = record === null ? NOTHING : asDeclared(positionOf(record));
  const version = versionOf(declared.from);
  return {
    ...before,
    installed: false,
    ...(version === null ? {} : { versions: { [revisionOf(declared.from)]: version } }),
    status: 'rollout not started',
  };
}

const NOTHING: RolloutPosition = {
  installed: false,
  retired: [],
  namespaces: [],
  gateways: {},
  tags: {},
  pointers: {},
  status: '',
};

/** A position in which every revision has the version that is declared for it. */
function asDeclared({ versions: _versions, ...position }: RolloutPosition): RolloutPosition {
  const gateways = Object.entries(position.gateways).map(
    ([key, end]) => [key, revisionOf(end)] as const,
  );
  return { ...position, gateways: Object.fromEntries(gateways) };
}
