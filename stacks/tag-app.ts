import { App, Chart } from 'cdk8s';
import { RevisionTag } from '../constructs/revision-tag';
import type { EnvironmentSpec } from './environments/environment';
import { tagAt } from './mesh-of-environment';
import { renderVariables } from './render-variables';

/**
 * The tree of one revision tag of an environment on one of its revisions: what the tree of the environment has of it.
 * @throws Error when the revision is not declared, or InvalidInputError
 */
export function tagApp(
  environment: EnvironmentSpec,
  tag: string,
  revision: string,
  variables: NodeJS.ProcessEnv,
): App {
  const app = new App();
  const chart = new Chart(app, environment.name, { disableResourceNameHashes: true });
  new RevisionTag(chart, `tag-${tag}`, {
    ...tagAt(environment, tag, revision, undefined),
    environmentVariables: renderVariables(environment, variables),
  });
  return app;
}
