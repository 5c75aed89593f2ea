import type { V1ManagedFieldsEntry, V1Secret } from '@kubernetes/client-node';
import type { FoundRemoteSecret } from '../../rollout/fleet/remote/judge-remote-secret';
import { REMOTE_FIELD_MANAGER } from '../../rollout/fleet/remote/names';
import { readKubeconfig } from '../../rollout/fleet/remote/remote-kubeconfig';

/** What a remote secret says, without what is secret in it. */
export function foundRemoteSecret({ metadata, data = {} }: V1Secret): FoundRemoteSecret {
  const holders = (metadata?.managedFields ?? []).filter(holdsData);
  const clusters = Object.entries(data).map(([key, value]) => [
    key,
    readKubeconfig(Buffer.from(value, 'base64').toString('utf8')),
  ]);
  return {
    annotations: metadata?.annotations ?? {},
    clusters: Object.fromEntries(clusters) as FoundRemoteSecret['clusters'],
    isOurs: holders.some(isOurs),
    others: holders.filter((entry) => !isOurs(entry)).map(({ manager = 'somebody' }) => manager),
  };
}

function holdsData({ fieldsV1 }: V1ManagedFieldsEntry): boolean {
  return 'f:data' in ((fieldsV1 ?? {}) as object);
}

function isOurs({ manager, operation }: V1ManagedFieldsEntry): boolean {
  return manager === REMOTE_FIELD_MANAGER && operation === 'Apply';
}
