import { discoveryService, selectedRevision } from '../../../lab/agent/discovery-target';

describe('the istiod behind a discovery address', () => {
  it.each([
    ['istiod-1-31.istio-system.svc:15012', 'istiod-1-31'],
    ['istiod.istio-system.svc.cluster.local:15012', 'istiod'],
    ['istiod-revision-tag-prod.istio-system:15012', 'istiod-revision-tag-prod'],
    ['istiod-1-31.istio-system.svc', 'istiod-1-31'],
  ])('%s is Service %s', (address, name) => {
    expect(discoveryService(address)).toEqual({ name, namespace: 'istio-system' });
  });

  it.each(['istiod.example.org:15012', '10.0.0.1:15012', 'istiod:15012', ':15012', ''])(
    '"%s" is refused, for it names no Service of the cluster',
    (address) => {
      expect(() => discoveryService(address)).toThrow(/names no Service of the cluster/);
    },
  );

  it('is of the revision that the Service selects', () => {
    expect(selectedRevision({ app: 'istiod', 'istio.io/rev': '1-31' })).toBe('1-31');
  });

  it.each([[undefined], [{ app: 'istiod', istio: 'pilot' }]])(
    'is the default revision when the Service selects none: %j',
    (selector) => {
      expect(selectedRevision(selector)).toBe('default');
    },
  );
});
