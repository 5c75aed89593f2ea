import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { addNamespaceLabels } from '../../constructs/add-namespace-labels';
import { RevisionTag } from '../../constructs/revision-tag';
import type { IstioOperator } from '../../lib/operator/istio-operator';
import type { RolloutPosition } from '../../lib/rollout/position';

/** What of a rollout is in the tree where revisions have objects, and stacks, of their own. */
export interface RolloutSource {
  readonly position: Pick<RolloutPosition, 'namespaces' | 'tags'>;
  /** The document of a revision. @throws Error where none describes it. */
  readonly documentOf: (revision: string) => IstioOperator;
}

/** The tree of a rollout that the operator drives: the labels of its namespaces, and its tags. @throws InvalidInputError */
export function rolloutApp(
  { position, documentOf }: RolloutSource,
  variables: NodeJS.ProcessEnv,
): App {
  const app = new App();
  const chart = new Chart(app, 'rollout', { disableResourceNameHashes: true });
  addNamespaceLabels(new Construct(chart, 'namespaces'), position.namespaces);
  for (const [tag, revision] of Object.entries(position.tags)) {
    new RevisionTag(chart, `tag-${tag}`, {
      tag,
      document: documentOf(revision),
      environmentVariables: variables,
    });
  }
  return app;
}
