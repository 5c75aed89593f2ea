import { askUsed } from '../ask-used';
import type { UsedCluster } from '../istiod-place';
import { missingRights } from './missing-rights';
import type { Right } from './needed-rights';

/**
 * What the account may not do in the cluster whose istiods are used, a sentence each; nothing where the cluster has its own.
 * @throws Error when that one does not answer
 */
export async function missingUsedRights(used: UsedCluster | null): Promise<readonly string[]> {
  if (used === null) return [];
  const rights = rightsIn(used.meshNamespace);
  const missing = await askUsed(used, (client) => missingRights(client, rights));
  return missing.map((sentence) => `cluster ${used.name}: ${sentence}`);
}

function rightsIn(namespace: string): readonly Right[] {
  return [
    { verbs: ['list'], group: '', resources: ['pods'], namespace },
    { verbs: ['get', 'create'], group: '', resources: ['pods/portforward'], namespace },
    { verbs: ['list'], group: 'security.istio.io', resources: ['peerauthentications'] },
  ];
}
