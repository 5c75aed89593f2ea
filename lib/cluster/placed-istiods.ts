import type { V1Pod } from '@kubernetes/client-node';
import type { Fact } from '../rollout/fact';
import type { IstiodFact } from '../rollout/observation';
import { askUsed } from './ask-used';
import { readIstiods, type Asking } from './istiod-facts';
import { listAll } from './list-all';
import type { ListedPod } from './mesh-lists';

/**
 * The istiods that serve a cluster, wherever they are: its own, or all of the cluster whose istiods it uses.
 * @throws Error when they cannot be read
 */
export async function readPlacedIstiods(
  pods: Fact<readonly ListedPod[]>,
  asking: Asking,
): Promise<IstiodFact[]> {
  const used = asking.place?.controlPlane ?? null;
  if (used === null) {
    if (!pods.known) throw new Error(pods.reason);
    return readIstiods(
      pods.value.flatMap(({ istiod }) => istiod ?? []),
      asking,
    );
  }
  return askUsed(used, async (client, namespace) => {
    const where = { namespace, labelSelector: 'app=istiod' };
    return readIstiods(await listAll<V1Pod>(client, 'v1', 'Pod', where), { ...asking, client });
  });
}
