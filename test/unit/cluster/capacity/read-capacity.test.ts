import { readCapacity } from '../../../../lib/cluster/capacity/read-capacity';
import type { MeshLists } from '../../../../lib/cluster/mesh-lists';
import { known, unknown } from '../../../../lib/rollout/fact';

const nothing = { read: () => Promise.resolve([]) };
const forbidden = { read: () => Promise.reject(new Error('403: forbidden')) };
const node = { name: 'a', open: true, allocatable: { pods: 110 } };

const read = (lists: object, pods: Parameters<typeof readCapacity>[1] = known([], 1)) =>
  readCapacity(
    {
      quotas: nothing,
      budgets: nothing,
      nodes: { read: () => Promise.resolve([node]) },
      ...lists,
    } as unknown as MeshLists,
    pods,
    () => 1,
  );

describe('the capacity of a cluster', () => {
  it('is known apart from its nodes, for those who may not read them', async () => {
    const reason = 'nodes could not be read: 403: forbidden';
    expect(await read({ nodes: forbidden })).toEqual(
      known({ quotas: [], budgets: [], nodes: unknown(reason, 1) }, 1),
    );
  });

  it('knows nothing of nodes without the pods on them', async () => {
    const fact = await read({}, unknown('503', 2));
    expect(fact.known && fact.value.nodes).toEqual(unknown('503', 2));
  });

  it.each(['quotas', 'budgets'])('is not known without %s', async (list) => {
    expect(await read({ [list]: forbidden })).toEqual(
      unknown('quotas and disruption budgets could not be read: 403: forbidden', 1),
    );
  });

  it('has what pods leave of each node', async () => {
    const fact = await read({});
    expect(fact.known && fact.value.nodes).toEqual(
      known([{ name: 'a', open: true, free: { pods: 110 } }], 1),
    );
  });
});
