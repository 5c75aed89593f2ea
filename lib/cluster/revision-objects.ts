import type { KubernetesObject } from '@kubernetes/client-node';
import { REVISION_LABEL } from '../rollout/names';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';

/** Kinds that the istiod chart makes for one revision, and what a running istiod leaves behind. */
const LABELLED_KINDS = [
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
] as const;

/**
 * Leader locks that a revision's istiod makes for itself, unlabelled; nothing removes them with the revision.
 * @see https://github.com/istio/istio/issues/61155
 */
const LEASES = ['istio-gateway-deployment', 'istio-gateway-status-leader'] as const;

/** Every object that belongs to one of the revisions, as `<Kind> <namespace>/<name>`. */
export async function readRevisionObjects(
  client: KubeClient,
  revisions: readonly string[],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = Object.fromEntries(revisions.map((name) => [name, []]));
  const labelSelector = `${REVISION_LABEL} in (${revisions.join(',')})`;
  const lists = LABELLED_KINDS.map(async ([apiVersion, kind]) => {
    for (const object of await listAll(client, apiVersion, kind, { labelSelector })) {
      found[object.metadata?.labels?.[REVISION_LABEL] ?? '']?.push(describe(kind, object));
    }
  });
  await Promise.all([...lists, addLeases(client, revisions, found)]);
  for (const objects of Object.values(found)) objects.sort();
  return found;
}

async function addLeases(
  client: KubeClient,
  revisions: readonly string[],
  found: Readonly<Record<string, string[]>>,
): Promise<void> {
  const leases = await listAll(client, 'coordination.k8s.io/v1', 'Lease');
  for (const revision of revisions) {
    const names = LEASES.map((prefix) => `${prefix}-${revision}`);
    for (const lease of leases) {
      if (names.includes(lease.metadata?.name ?? ''))
        found[revision]?.push(describe('Lease', lease));
    }
  }
}

function describe(kind: string, object: KubernetesObject): string {
  const namespace = object.metadata?.namespace;
  const name = object.metadata?.name ?? '';
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
