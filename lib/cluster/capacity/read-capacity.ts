import type { CapacityFact } from '../../rollout/capacity/capacity-fact';
import { mapFact, unknown, type Fact } from '../../rollout/fact';
import { remembered } from '../../rollout/remembered';
import type { ListedPod, MeshLists } from '../mesh-lists';
import { probeFact } from '../probe-fact';
import { nodeFacts, type ListedNode } from './node-facts';

/** Reads what decides whether pods can be made anew. Whoever may not read nodes knows the rest all the same. */
export async function readCapacity(
  lists: MeshLists,
  pods: Fact<readonly ListedPod[]>,
  now: () => number,
): Promise<Fact<CapacityFact>> {
  const listed = await probeFact(now, 'nodes could not be read', () => lists.nodes.read());
  const nodes =
    listed.known && !pods.known
      ? unknown<never>(pods.reason, pods.at)
      : mapFact(listed, (all) => roomOn(all)(pods.known ? pods.value : []));
  return probeFact(now, 'quotas and disruption budgets could not be read', async () => {
    const [quotas, budgets] = await Promise.all([lists.quotas.read(), lists.budgets.read()]);
    return { quotas, budgets, nodes };
  });
}

/** Thousands of pods are added up only once they have changed. */
const roomOn = remembered((nodes: readonly ListedNode[]) =>
  remembered((pods: readonly ListedPod[]) =>
    nodeFacts(
      nodes,
      pods.map(({ placed }) => placed),
    ),
  ),
);
