import { known, unknown } from '../../../lib/rollout/fact';
import { inUse } from '../../../lib/rollout/in-use';
import type { Observation } from '../../../lib/rollout/observation';
import {
  AT,
  aDefaultValidator,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aPointer,
  aProxy,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const of = (changes: Partial<Observation>) => inUse(FROM, anObservation(changes));

describe('inUse', () => {
  it('finds nothing in what is labelled for another revision', () => {
    const cart = { kind: 'VirtualService', namespace: 'shop', name: 'cart', revision: TO };
    expect(of({ pinned: known([cart], AT) })).toEqual({ inUse: 'no', reasons: [] });
  });

  it('finds a revision unused that only its own istiod and injector name', () => {
    const istiod = aWorkload({
      namespace: 'istio-system',
      name: `istiod-${FROM}`,
      templateRev: FROM,
    });
    expect(of({ workloads: known([istiod], AT) })).toEqual({ inUse: 'no', reasons: [] });
  });

  it.each([
    [
      'a namespace, also outside the plan, is labelled with it',
      { namespaces: known([aNamespace({ name: 'other', labels: { 'istio.io/rev': FROM } })], AT) },
      'namespaces labelled: other',
    ],
    [
      'a tag points at it',
      { pointers: known([aPointer(FROM)], AT) },
      'webhooks and tags that lead to it: MutatingWebhookConfiguration istio-revision-tag-default',
    ],
    [
      'the Service of a tag is labelled with it',
      {
        pointers: known(
          [aPointer(FROM, { kind: 'Service', name: 'istio-system/istiod-revision-tag-prod' })],
          AT,
        ),
      },
      'webhooks and tags that lead to it: Service istio-system/istiod-revision-tag-prod',
    ],
    [
      'the default validator calls its Service, whatever its label says',
      { pointers: known([aDefaultValidator(TO, { calls: [`istio-system/istiod-${FROM}`] })], AT) },
      'webhooks and tags that lead to it: ValidatingWebhookConfiguration istiod-default-validator',
    ],
    [
      'a namespace is injected by it through a tag',
      {
        namespaces: known(
          [aNamespace({ name: 'old', labels: { 'istio-injection': 'enabled' } })],
          AT,
        ),
        injectors: known([anInjector(FROM), anInjector(FROM, { tag: 'default' })], AT),
      },
      'namespaces that it injects: old',
    ],
    [
      'configuration is labelled for it',
      {
        pinned: known(
          [{ kind: 'VirtualService', namespace: 'shop', name: 'cart', revision: FROM }],
          AT,
        ),
      },
      'objects labelled for it: VirtualService shop/cart',
    ],
    [
      'a pod is injected by it',
      { pods: known([aPod({ revision: FROM })], AT) },
      'pods injected by it: shop/cart-1',
    ],
    [
      'a terminating pod is injected by it',
      { pods: known([aPod({ revision: FROM, terminating: true })], AT) },
      'pods injected by it: shop/cart-1',
    ],
    [
      'a pod template asks for it',
      { workloads: known([aWorkload({ templateRev: FROM })], AT) },
      'pod templates labelled: Deployment shop/cart',
    ],
    [
      'a proxy is connected to it',
      { istiods: known([anIstiod(FROM, { proxies: known([aProxy(aPod())], AT) })], AT) },
      `proxies connected to istio-system/istiod-${FROM}-a: cart-1.shop`,
    ],
  ])('says yes when %s', (_title, changes, reason) => {
    expect(of(changes)).toEqual({ inUse: 'yes', reasons: [reason] });
  });

  it('does not mind its own webhooks, nor those of another revision', () => {
    const own = [
      aPointer(FROM, { name: `istio-sidecar-injector-${FROM}`, tag: null }),
      aDefaultValidator(FROM, { name: `istio-validator-${FROM}-istio-system` }),
      aDefaultValidator(TO),
    ];
    expect(of({ pointers: known(own, AT) }).inUse).toBe('no');
  });

  it.each([
    'namespaces',
    'workloads',
    'pods',
    'istiods',
    'injectors',
    'pointers',
    'pinned',
  ] as const)('does not know when %s are unknown', (fact) => {
    expect(of({ [fact]: unknown('503', AT) })).toEqual({ inUse: 'unknown', reasons: ['503'] });
  });

  it('does not know while one istiod of it cannot be asked', () => {
    const silent = anIstiod(FROM, { proxies: unknown('timeout', AT) });
    expect(of({ istiods: known([anIstiod(TO), silent], AT) }).inUse).toBe('unknown');
  });

  it('does not mind an istiod of another revision that cannot be asked', () => {
    const silent = anIstiod(TO, { proxies: unknown('timeout', AT) });
    expect(of({ istiods: known([anIstiod(FROM), silent], AT) }).inUse).toBe('no');
  });

  it('does not mind pods that ended', () => {
    const ended = aPod({ revision: FROM, phase: 'Succeeded' });
    expect(of({ pods: known([ended], AT) }).inUse).toBe('no');
  });

  it('is sure of a use although something else is unknown', () => {
    const changes = {
      pods: known([aPod({ revision: FROM })], AT),
      injectors: unknown<never>('503', AT),
    };
    expect(of(changes).inUse).toBe('yes');
  });

  it('finds it in use while the default validator is on it', () => {
    const pointers = known([aDefaultValidator(FROM)], AT);
    expect(of({ pointers })).toEqual({
      inUse: 'yes',
      reasons: [
        'webhooks and tags that lead to it: ValidatingWebhookConfiguration istiod-default-validator',
      ],
    });
  });
});
