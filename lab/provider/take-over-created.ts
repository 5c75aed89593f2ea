import { PatchStrategy, type KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from '../../lib/cluster/kube-client';
import { CREATE_MANAGER, type Body } from './body';

/**
 * Hands what the POST owned to the manager that applies from now on, as the official provider does: else a field that is
 * no longer declared would stay, owned by a manager that never writes again.
 */
export async function takeOverCreated(client: KubeClient, body: Body, manager: string): Promise<void> {
  const live = await client.objects.read<KubernetesObject>(body as never);
  const entries = live.metadata?.managedFields ?? [];
  const isCreated = (entry: (typeof entries)[number]) =>
    entry.manager === CREATE_MANAGER && entry.operation === 'Update' && entry.subresource === undefined;
  if (!entries.some(isCreated)) return;
  const managedFields = entries.map((entry) =>
    isCreated(entry) ? { ...entry, manager, operation: 'Apply' } : entry,
  );
  const patch = { ...live, metadata: { ...live.metadata, managedFields } };
  await client.objects.patch(
    { apiVersion: patch.apiVersion, kind: patch.kind, metadata: patch.metadata } as KubernetesObject,
    undefined,
    undefined,
    CREATE_MANAGER,
    undefined,
    PatchStrategy.MergePatch,
  );
}
