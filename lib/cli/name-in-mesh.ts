import type { EnvironmentSpec } from '../../stacks/environments';

/** What the cluster of an environment is called in its mesh; alone in it, as the environment is. */
export function nameInMesh({ fleet, name }: Pick<EnvironmentSpec, 'fleet' | 'name'>): string {
  return fleet?.cluster ?? name;
}
