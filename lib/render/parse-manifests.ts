import { parseYamlStream } from '../operator/parse-yaml';
import type { KubeObject } from './kube-object';

/** Kinds of Istio's charts that have no namespace. */
const CLUSTER_SCOPED = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'GatewayClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PriorityClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/**
 * Reads what Helm printed: empty documents dropped, lists expanded, and the namespace written into every object that has
 * one, since whoever applies it may have another default.
 */
export function parseManifests(text: string, namespace: string): KubeObject[] {
  return parseYamlStream(text).flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined)
      throw new Error(`Helm printed YAML that cannot be read: ${problem.message}`);
    const object = document.toJS() as KubeObject | { kind: 'List'; items: KubeObject[] } | null;
    if (object === null) return [];
    const objects =
      object.kind === 'List' ? (object as { items: KubeObject[] }).items : [object as KubeObject];
    return objects.map((one) => withNamespace(one, namespace));
  });
}

function withNamespace(object: KubeObject, namespace: string): KubeObject {
  if (CLUSTER_SCOPED.has(object.kind) || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
