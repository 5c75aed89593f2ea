import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { namespaceLabelPatch, type LabelledNamespace } from '../lib/rollout/namespace-label-patch';
import { TREE_MARK } from '../lib/tree-mark';

/** Adds the revision label of every namespace that is ours, each as a part of a Namespace that somebody else owns. */
export function addNamespaceLabels(
  scope: Construct,
  namespaces: readonly LabelledNamespace[],
): void {
  for (const namespace of namespaces) {
    const patch = new ApiObject(scope, namespace.name, namespaceLabelPatch(namespace));
    patch.node.addMetadata(TREE_MARK.patch, true);
  }
}
