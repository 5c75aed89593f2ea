import { Testing } from 'cdk8s';
import type { RolloutPosition } from '../../lib/rollout/position';
import type { EnvironmentSpec } from '../../stacks/environments/environment';
import { PlatformStack } from '../../stacks/platform-stack';

/** The platform of an environment, rendered with these variables. */
export function platformOf(
  environmentVariables: NodeJS.ProcessEnv,
  environment: EnvironmentSpec,
  position?: RolloutPosition,
): PlatformStack {
  return new PlatformStack(Testing.app(), environment.name, {
    environment,
    environmentVariables,
    ...(position === undefined ? {} : { position }),
  });
}
