import { sortProxies, type IstiodPlace } from '../../../lib/cluster/istiod-place';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { observe } from '../../../lib/cluster/observe';

const proxy = (cluster: string, name = 'db-0.shop') => ({
  cluster,
  proxy: name,
  version: '1.31.0',
  state: 'synced' as const,
  message: '',
});

const NO_CLIENT = () => {
  throw new Error('the kubeconfig has no context "eu"');
};

const USING: IstiodPlace = {
  self: 'us-1',
  controlPlane: { name: 'eu-1', client: NO_CLIENT, meshNamespace: 'istio-system' },
  serves: [],
};

describe('the proxies of an istiod', () => {
  const all = [proxy('eu-1'), proxy('us-1'), proxy('us-2')];

  it('are those of the cluster, and of clusters that use it told apart, though pods are called alike', () => {
    const place = { self: 'eu-1', controlPlane: null, serves: ['us-1'] };
    expect(sortProxies(place, [proxy('eu-1'), proxy('us-1')])).toEqual({
      own: [{ proxy: 'db-0.shop', version: '1.31.0', state: 'synced', message: '' }],
      elsewhere: ['db-0.shop (us-1)'],
    });
  });

  it('are those of the cluster that uses it alone, as that one sees them', () => {
    const { own, elsewhere } = sortProxies(USING, all);
    expect(own).toHaveLength(1);
    expect(elsewhere).toEqual([]);
  });

  it('are all of one cluster where nobody else uses it, whatever they call it', () => {
    expect(sortProxies(null, all).own).toHaveLength(3);
    expect(sortProxies({ self: 'x', controlPlane: null, serves: [] }, all).own).toHaveLength(3);
  });
});

describe('the istiods of a cluster that uses those of another', () => {
  it('are unknown with its name where that one cannot be asked, never none', async () => {
    const { istiods, peerAuthentications } = await observe({} as KubeClient, ['1-30'], () => 0, {
      place: USING,
    });
    const reason = 'cluster eu-1: the kubeconfig has no context "eu"';
    expect(istiods).toMatchObject({ known: false });
    expect(JSON.stringify(istiods)).toContain(JSON.stringify(reason).slice(1, -1));
    expect(peerAuthentications).toMatchObject({ known: false });
  });
});
