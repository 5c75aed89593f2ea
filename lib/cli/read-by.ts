import type { EnvironmentSpec } from '../../stacks/environments';

/** The clusters of a mesh that the istiods of one read: every other one, and none where it has no istiods. */
export function readBy({ fleet }: Pick<EnvironmentSpec, 'fleet'>): readonly string[] {
  if (fleet === undefined || fleet.controlPlane !== undefined) return [];
  return fleet.others.map(({ name }) => name);
}
