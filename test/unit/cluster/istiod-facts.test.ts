import type { KubeClient } from '../../../lib/cluster/kube-client';
import { readIstiods } from '../../../lib/cluster/istiod-facts';

describe('the istiods of a cluster without any', () => {
  it('are none, and roots that cannot be read end no process: nobody waits for them', async () => {
    const roots = jest.fn(() => Promise.reject(new Error('403')));
    const asking = { client: {} as KubeClient, roots, now: Date.now, place: null };
    expect(await readIstiods([], asking)).toEqual([]);
    expect(roots).not.toHaveBeenCalled();
  });
});
