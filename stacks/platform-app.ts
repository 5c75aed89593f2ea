import { App } from 'cdk8s';
import type { RolloutPosition } from '../lib/rollout/position';
import type { EnvironmentSpec } from './environments/environment';
import { PlatformStack } from './platform-stack';

/** The whole tree of one environment at a position of its rollout, for whoever deploys or compares it. */
export function platformApp(
  environment: EnvironmentSpec,
  position: RolloutPosition,
  variables: NodeJS.ProcessEnv,
): App {
  const app = new App();
  new PlatformStack(app, environment.name, {
    environment,
    environmentVariables: variables,
    position,
  });
  return app;
}
