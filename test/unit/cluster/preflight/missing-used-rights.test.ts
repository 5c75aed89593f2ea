import type { KubeClient } from '../../../../lib/cluster/kube-client';
import { missingUsedRights } from '../../../../lib/cluster/preflight/missing-used-rights';

interface Review {
  readonly spec: {
    readonly resourceAttributes: { readonly resource: string; readonly namespace?: string };
  };
}

/** A cluster that allows everything but what is about these. */
const refusing = (...resources: readonly string[]) =>
  ({
    objects: {
      create: ({ spec }: Review) =>
        Promise.resolve({
          status: { allowed: !resources.includes(spec.resourceAttributes.resource) },
        }),
    },
  }) as unknown as KubeClient;

const used = (client: () => KubeClient) => ({ name: 'eu-1', client, meshNamespace: 'mesh' });

describe('the rights that a rollout needs in the cluster whose istiods are used', () => {
  it('are none where the cluster has its own', async () => {
    expect(await missingUsedRights(null)).toEqual([]);
  });

  it('are those to reach istiods, each told with the cluster', async () => {
    expect(await missingUsedRights(used(() => refusing()))).toEqual([]);
    const missing = await missingUsedRights(used(() => refusing('pods', 'peerauthentications')));
    expect(missing).toContain(
      'cluster eu-1: the account may not list pods in namespace mesh; allow it with a role',
    );
    expect(missing).toHaveLength(4);
  });

  it('cannot be told where that cluster cannot be asked', async () => {
    const asked = missingUsedRights(
      used(() => {
        throw new Error('connection refused');
      }),
    );
    await expect(asked).rejects.toThrow('cluster eu-1: connection refused');
  });
});
