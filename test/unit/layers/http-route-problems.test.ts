import type { gatewayApi } from '../../../lib/generated/newest';
import { httpRouteProblems } from '../../../lib/layers/http-route-problems';
import { layerObjects } from '../../../lib/layers/layer-objects';
import { layerProblemText } from '../../../lib/layers/layer-problem';

const route = (spec: gatewayApi.HTTPRouteSpec): gatewayApi.HTTPRoute => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'cart', namespace: 'shop' },
  spec,
});

const gateway = (
  listeners: readonly gatewayApi.Listener[],
  namespace = 'gateways',
): gatewayApi.Gateway => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace },
  spec: { listeners },
});

const ALL = { allowedRoutes: { namespaces: { from: 'All' } } };
const EDGE = { name: 'edge', namespace: 'gateways' };

const problems = (...objects: readonly unknown[]) =>
  httpRouteProblems(layerObjects(objects)).map(layerProblemText);

describe('a route of the Gateway API', () => {
  it('is attached to a Gateway that is known and takes it', () => {
    const attached = route({ parentRefs: [EDGE] });
    expect(problems(attached, gateway([ALL]))).toEqual([]);
    expect(problems(attached)).toEqual([
      'HTTPRoute shop/cart: spec.parentRefs[0]: found Gateway "gateways/edge", which is not known here (there is none)',
    ]);
    expect(problems(attached, gateway([ALL], 'other'))).toEqual([
      expect.stringContaining('there are other/edge'),
    ]);
  });

  it('is not taken by a Gateway of another namespace that says nothing of routes', () => {
    const attached = route({ parentRefs: [EDGE] });
    expect(problems(attached, gateway([{ hostname: '*.example.org' }]))).toEqual([
      expect.stringContaining('whose listeners take no routes of namespace shop'),
    ]);
    const own = route({ parentRefs: [{ name: 'edge' }] });
    expect(problems(own, gateway([{ hostname: '*.example.org' }], 'shop'))).toEqual([]);
    const bySelector = { allowedRoutes: { namespaces: { from: 'Selector' } } };
    expect(problems(attached, gateway([bySelector]))).toEqual([]);
  });

  it('names a listener that there is, and hosts that it serves', () => {
    const at = (sectionName: string, host: string) =>
      route({ parentRefs: [{ ...EDGE, sectionName }], hostnames: [host] });
    const edge = gateway([
      { name: 'a', hostname: '*.a.org', ...ALL },
      { name: 'b', ...ALL },
    ]);
    expect(problems(at('a', 'x.a.org'), edge)).toEqual([]);
    expect(problems(at('b', 'x.b.org'), edge)).toEqual([]);
    expect(problems(at('a', 'x.b.org'), edge)).toEqual([
      expect.stringContaining(
        'found "x.b.org", which gateways/edge does not serve; it serves *.a.org',
      ),
    ]);
    expect(problems(at('c', 'x.a.org'), edge)).toEqual([
      expect.stringContaining('no such listener'),
    ]);
  });

  it('is for proxies where its parent is a Service', () => {
    expect(problems(route({ parentRefs: [{ group: '', kind: 'Service', name: 'cart' }] }))).toEqual(
      [],
    );
  });

  it('counts what says no weight as one, as the API does', () => {
    const of = (...weights: (number | undefined)[]) =>
      route({
        rules: [{ backendRefs: weights.map((weight) => (weight === undefined ? {} : { weight })) }],
      });
    expect(problems(of(99, undefined))).toEqual([]);
    expect(problems(of(undefined))).toEqual([]);
    expect(problems(of(1, undefined))).toEqual([
      expect.stringContaining('found weights 1 + 1 = 2'),
    ]);
  });
});
