import fc from 'fast-check';
import type { kinds, networking } from '../../../lib/generated/newest';
import { durationMs } from '../../../lib/layers/duration-ms';
import { layerObjects } from '../../../lib/layers/layer-objects';
import { layerProblemText } from '../../../lib/layers/layer-problem';
import { layerProblems } from '../../../lib/layers/layer-problems';

const route = (spec: networking.VirtualService): kinds.VirtualService => ({
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: { name: 'cart', namespace: 'shop' },
  spec,
});

const rule = (
  host: string,
  subsets: readonly string[],
  namespace = 'shop',
): kinds.DestinationRule => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'cart', namespace },
  spec: { host, subsets: subsets.map((name) => ({ name, labels: { version: name } })) },
});

const toSubset = (host: string, subset: string) =>
  route({ hosts: ['cart'], http: [{ route: [{ destination: { host, subset } }] }] });

const problems = (...objects: readonly unknown[]) =>
  layerProblems(layerObjects(objects)).map(layerProblemText);

describe('the rules of the layers', () => {
  it('know a service by its short and by its whole name', () => {
    const whole = 'cart.shop.svc.cluster.local';
    expect(problems(toSubset('cart', 'v1'), rule(whole, ['v1']))).toEqual([]);
    expect(problems(toSubset(whole, 'v1'), rule('cart', ['v1']))).toEqual([]);
    expect(problems(toSubset('cart', 'v1'), rule('cart', ['v1'], 'bank'))).toEqual([
      expect.stringContaining('(no DestinationRule has any)'),
    ]);
  });

  it('name the subsets that there are where one is sent to that is not', () => {
    expect(problems(toSubset('cart', 'v3'), rule('cart', ['v1', 'v2']))).toEqual([
      'VirtualService shop/cart: spec.http[0].route[0].destination.subset: found "v3", which no DestinationRule of ' +
        'cart.shop.svc.cluster.local defines (there are v1, v2): its requests would be answered with 503',
    ]);
  });

  it('name the gateways that there are where another is named', () => {
    const gateway: kinds.Gateway = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'shop' },
      spec: { servers: [{ hosts: ['shop/cart.example.org'] }] },
    };
    const named = (name: string) => route({ hosts: ['cart.example.org'], gateways: [name] });
    expect(problems(named('edge'), gateway)).toEqual([]);
    expect(problems(named('shop/edge'), gateway)).toEqual([]);
    expect(problems(named('other'), gateway)).toEqual([
      expect.stringContaining(
        'found gateway "shop/other", which is not known here (there are shop/edge)',
      ),
    ]);
  });

  it('leave alone what is none of Istio’s networking', () => {
    const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', spec: {} };
    const { gateways, all } = layerObjects([gateway, { kind: 'Service' }, {}, null]);
    expect(gateways).toEqual([]);
    expect(all).toEqual([gateway]);
  });
});

describe('a duration', () => {
  it('is read as Istio reads it, and nothing else is one', () => {
    expect(['1.5s', '200ms', '1m30s', '1h'].map(durationMs)).toEqual([
      1_500, 200, 90_000, 3_600_000,
    ]);
    expect(['', '3', '-1s', '1 s', 's', '1d'].map(durationMs)).toEqual(Array(6).fill(null));
  });

  it('is as long as its parts together', () => {
    const part = fc.tuple(fc.nat(1_000), fc.constantFrom('ms', 's', 'm', 'h'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const each = parts.map(([count, unit]) => durationMs(`${String(count)}${unit}`) ?? NaN);
        const text = parts.map(([count, unit]) => `${String(count)}${unit}`).join('');
        expect(durationMs(text)).toBe(each.reduce((sum, one) => sum + one, 0));
      }),
    );
  });
});
