import type { KubernetesObject } from '@kubernetes/client-node';
import { ApiException } from '@kubernetes/client-node';
import { deleteLeftover } from '../../../lib/cluster/delete-leftover';
import type { KubeClient } from '../../../lib/cluster/kube-client';

const POLICY = 'NetworkPolicy istio-system/istiod-1-30';

/** A cluster with one object, or none, that notes what is deleted. */
function clusterWith(metadata: KubernetesObject['metadata'] | null) {
  const deleted: unknown[] = [];
  const objects = {
    read: () =>
      metadata === null
        ? Promise.reject(new ApiException(404, 'Not Found', {}, {}))
        : Promise.resolve({ metadata }),
    delete: (...args: readonly unknown[]) => {
      deleted.push(args.at(-1));
      return Promise.resolve();
    },
  };
  return { client: { objects } as unknown as KubeClient, deleted };
}

describe('deleting what a revision left behind', () => {
  it('deletes the very object that was read', async () => {
    const { client, deleted } = clusterWith({ uid: 'u', labels: { 'istio.io/rev': '1-30' } });
    await deleteLeftover(client, '1-30', POLICY);
    expect(deleted).toEqual([{ preconditions: { uid: 'u' } }]);
  });

  it('finds nothing to do where it is gone', async () => {
    const { client, deleted } = clusterWith(null);
    await deleteLeftover(client, '1-30', POLICY);
    expect(deleted).toEqual([]);
  });

  it('leaves what is labelled for another revision, or is of another kind', async () => {
    const { client, deleted } = clusterWith({ uid: 'u', labels: { 'istio.io/rev': '1-31' } });
    await expect(deleteLeftover(client, '1-30', POLICY)).rejects.toThrow(/labelled 1-31, not 1-30/);
    await expect(deleteLeftover(client, '1-30', 'Secret a/cacerts')).rejects.toThrow(
      /not of a kind/,
    );
    expect(deleted).toEqual([]);
  });

  it('takes a lock by its name, since istiod does not label it', async () => {
    const { client, deleted } = clusterWith({ uid: 'u' });
    await deleteLeftover(client, '1-30', 'Lease istio-system/istio-gateway-deployment-1-30');
    expect(deleted).toHaveLength(1);
  });
});
