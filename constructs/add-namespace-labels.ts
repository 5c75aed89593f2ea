import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { namespaceLabelPatch, type LabelledNamespace } from '../lib/rollout/namespace-label-patch';

/** Type of the node metadata that marks an object as a part of one that somebody else owns. */
export const PATCH_METADATA = 'istio-revisions:patch';

/** Adds the revision label of every namespace that is ours, each as a part of a Namespace that somebody else owns. */
export function addNamespaceLabels(
  scope: Construct,
  namespaces: readonly LabelledNamespace[],
): void {
  for (const namespace of namespaces) {
    const patch = new ApiObject(scope, namespace.name, namespaceLabelPatch(namespace));
    patch.node.addMetadata(PATCH_METADATA, true);
  }
}
