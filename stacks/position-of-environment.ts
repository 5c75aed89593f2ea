import type { RolloutSpec } from '../lib/rollout/rollout-spec';
import type { EnvironmentSpec } from './environments/environment';

/** What of an environment its position in the cluster depends on. */
export function positionOfEnvironment({ mesh, rollout }: EnvironmentSpec): {
  readonly namespace: string;
  readonly revisions: readonly string[];
  readonly rollout?: RolloutSpec;
} {
  return {
    namespace: mesh.namespace,
    revisions: mesh.revisions.map(({ revision }) => revision),
    ...(rollout === undefined ? {} : { rollout }),
  };
}
