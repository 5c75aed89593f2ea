import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { listAll } from '../../lib/cluster/list-all';
import { isOurs } from '../../lib/rollout/is-ours';

/** Kinds of which Istio's charts make objects. */
const KINDS = [
  ['apps/v1', 'Deployment'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['v1', 'ConfigMap'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
  ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
] as const;

/** What differs between two objects that were declared alike. */
const OF_ITS_OWN = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields'];
const COUNTED = 'deployment.kubernetes.io/revision';
const ADDRESSES = ['clusterIP', 'clusterIPs'];

/** What every lab has of its own: ports, and the CA that its istiods made. */
const OF_A_LAB: readonly (readonly [RegExp, string])[] = [
  [/(localhost:)\d+/g, '$1PORT'],
  [/("caBundle":)"[^"]+"/g, '$1"(a bundle)"'],
];

/**
 * Everything that we own in a cluster as a whole, by name, without what differs between two that were declared alike.
 * @throws where there is nothing: two that find nothing would be alike, whatever they looked for
 */
export async function readMeshObjects(client: KubeClient): Promise<Record<string, object>> {
  const lists = await Promise.all(
    KINDS.map(async ([apiVersion, kind]) =>
      (await listAll<KubernetesObject>(client, apiVersion, kind))
        .filter(isDeployed)
        .map((object) => [nameOf(kind, object), normalised(object)] as const),
    ),
  );
  const found = lists.flat().sort(([a], [b]) => a.localeCompare(b));
  if (found.length === 0) throw new Error('nothing in the cluster is ours');
  return Object.fromEntries(found);
}

function isDeployed({ metadata }: KubernetesObject): boolean {
  return (metadata?.managedFields ?? []).some(
    ({ manager = '', subresource }) => subresource === undefined && isOurs(manager),
  );
}

function nameOf(kind: string, { metadata }: KubernetesObject): string {
  return [kind, metadata?.namespace, metadata?.name].filter((part) => part !== undefined).join(' ');
}

function normalised(object: KubernetesObject): object {
  const text = OF_A_LAB.reduce(
    (all, [pattern, by]) => all.replace(pattern, by),
    JSON.stringify(object),
  );
  const { status: _status, metadata = {}, spec, ...rest } = JSON.parse(text) as Parts;
  const { annotations = {}, ...named } = metadata;
  return {
    ...rest,
    metadata: {
      ...without(named, OF_ITS_OWN),
      annotations: without(annotations, [COUNTED]),
    },
    ...(spec === undefined ? {} : { spec: without(spec, ADDRESSES) }),
  };
}

interface Parts {
  readonly status?: unknown;
  readonly metadata?: { readonly annotations?: object };
  readonly spec?: object;
}

function without(object: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
