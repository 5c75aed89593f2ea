import type { KubeObject } from './kube-object';

/** Kinds in the order in which they can be applied one by one; what is not named comes before the webhooks. */
const ORDER = [
  'CustomResourceDefinition',
  'Namespace',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'Service',
  'Deployment',
  'DaemonSet',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
];
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** Puts objects into one stable order: by kind, then by namespace and name. */
export function orderObjects(objects: readonly KubeObject[]): KubeObject[] {
  return [...objects].sort(
    (a, b) => rank(a.kind) - rank(b.kind) || identity(a).localeCompare(identity(b), 'en'),
  );
}

function rank(kind: string): number {
  const early = ORDER.indexOf(kind);
  if (early >= 0) return early;
  const late = LAST.indexOf(kind);
  return late >= 0 ? ORDER.length + 1 + late : ORDER.length;
}

function identity({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
