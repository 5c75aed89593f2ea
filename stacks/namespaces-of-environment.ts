import type { LabelledNamespace } from '../lib/rollout/namespace-label-patch';
import { revisionOf as nameOf } from '../lib/rollout/patch/version-of';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec, MeshNamespaceSpec } from './environments/environment';

/**
 * The declared namespaces that no rollout has adopted, each with the label that it has, or comes into the mesh by: what lives is
 * moved by waves only, whatever the source says by now.
 */
export function namespacesBeside(
  { mesh, rollout }: Pick<EnvironmentSpec, 'mesh' | 'rollout'>,
  position: RolloutPosition | undefined,
): LabelledNamespace[] {
  const adopted = new Set(position?.namespaces.map(({ name }) => name));
  return (mesh.namespaces ?? [])
    .filter(({ name }) => !adopted.has(name))
    .map((one) => ({
      name: one.name,
      revision: position?.labelled?.[one.name] ?? homeOf(one, rollout, position),
    }));
}

/** Where a namespace is born. Neither end of a rollout is taken at its word: one may not be there yet, the other not any more. */
function homeOf(
  { revision }: MeshNamespaceSpec,
  rollout: EnvironmentSpec['rollout'],
  position: RolloutPosition | undefined,
): string {
  const ends = rollout === undefined ? [] : [nameOf(rollout.from), nameOf(rollout.to)];
  const isLed = ends.includes(revision) || position?.retired.includes(revision) === true;
  if (!isLed) return revision;
  if (position?.home !== undefined) return position.home;
  if (rollout === undefined) return revision;
  const isGone = position?.retired.includes(nameOf(rollout.from)) === true;
  return nameOf(isGone ? rollout.to : rollout.from);
}
