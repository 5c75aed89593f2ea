import type { App } from 'cdk8s';
import type { KubeClient } from '../cluster/kube-client';
import { readTreePosition } from '../reconcile/tree-position';
import type { RolloutPosition } from '../rollout/position';
import { environments, type EnvironmentSpec } from '../../stacks/environments';
import { platformApp } from '../../stacks/platform-app';
import { positionOfEnvironment } from '../../stacks/position-of-environment';
import { prewarmEnvironments } from '../../stacks/prewarm-environment';
import { treeNotes } from '../../stacks/tree-notes';
import { requireKnownVariables, retiredWarnings } from '../../stacks/validate-environment';

/** The construct tree of an environment, and the position of its rollout that it is at. */
export interface CurrentTree {
  readonly app: App;
  readonly position: RolloutPosition;
}

/** The tree of an environment at the position that its cluster has now. */
export async function currentTree(
  client: KubeClient,
  environment: EnvironmentSpec,
  variables: NodeJS.ProcessEnv,
  onWarning?: (line: string) => void,
): Promise<CurrentTree> {
  requireKnownVariables(variables, environments());
  const position = await readTreePosition(client, positionOfEnvironment(environment));
  for (const warning of retiredWarnings(environment, position.retired))
    onWarning?.(`warning: ${warning}`);
  await prewarmEnvironments([{ environment, position }], variables);
  const app = platformApp(environment, position, variables);
  for (const note of treeNotes(app)) onWarning?.(note);
  return { app, position };
}
