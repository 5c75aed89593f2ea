import { revisionOf } from './patch/version-of';
import type { GatewayPlace, RolloutPosition } from './position';
import { positionOf } from './position-of';
import type { RolloutRecord } from './record';

/**
 * What the last rollout leaves for whatever comes next: what it retired stays retired, and its labels and pointers stay ours. Of one
 * that is over no version holds: an edit of the declared one must not be passed over in silence.
 * @param record - `null` where there was none
 */
export function positionLeft(record: RolloutRecord | null): RolloutPosition {
  if (record === null) return NOTHING;
  const { versions: _versions, ...position } = positionOf(record);
  const gateways = Object.entries(position.gateways).map(
    ([key, place]) => [key, withoutVersions(place)] as const,
  );
  return { ...position, gateways: Object.fromEntries(gateways) };
}

function withoutVersions({ serving, generations }: GatewayPlace): GatewayPlace {
  const ends = Object.entries(generations).map(([end, share]) => [revisionOf(end), share] as const);
  return {
    serving: serving === null ? null : revisionOf(serving),
    generations: Object.fromEntries(ends),
  };
}

const NOTHING: RolloutPosition = {
  installed: false,
  retired: [],
  namespaces: [],
  gateways: {},
  tags: {},
  pointers: {},
  status: 'no rollout declared',
};
