import { known, unknown } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import { revisionStatus } from '../../../../lib/rollout/status/revision-status';
import {
  AT,
  aNamespace,
  aDefaultValidator,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aPointer,
  aProxy,
  aWorkload,
  TO,
} from '../../../support/rollout-builders';

const of = (changes: Partial<Observation> = {}) =>
  revisionStatus({ name: TO, version: '1.31.0' }, anObservation(changes));

const labelled = (name: string, labels: Record<string, string>) => aNamespace({ name, labels });

describe('what the status shows of a revision', () => {
  it('is its readiness, what it injects, what is connected, and why it is in use', () => {
    expect(of()).toEqual({
      name: TO,
      version: '1.31.0',
      ready: true,
      namespaces: 1,
      proxies: 2,
      inUse: 'yes',
      why: [
        'namespaces labelled: shop',
        'pods injected by it: shop/cart-1, shop/cart-2',
        `proxies connected to istio-system/istiod-${TO}-a: cart-1.shop, cart-2.shop`,
      ],
    });
  });

  it('counts the namespaces of its label, of its tags, and of istio-injection where it is the default', () => {
    const namespaces = known(
      [
        labelled('a', { 'istio.io/rev': TO }),
        labelled('b', { 'istio.io/rev': 'prod' }),
        labelled('c', { 'istio-injection': 'enabled' }),
        labelled('d', { 'istio.io/rev': '1-30' }),
        labelled('e', {}),
      ],
      AT,
    );
    const own = anInjector(TO);
    const tags = [anInjector(TO, { tag: 'prod' }), anInjector(TO, { tag: 'default' })];
    expect(of({ namespaces, injectors: known([own], AT) }).namespaces).toBe(1);
    expect(of({ namespaces, injectors: known([own, ...tags], AT) }).namespaces).toBe(3);
  });

  it('counts a proxy once that moves between its istiods', () => {
    const [one, other] = [aProxy(aPod()), aProxy(aPod({ name: 'cart-2' }))];
    const istiods = [
      anIstiod(TO, { proxies: known([one], AT) }),
      anIstiod(TO, { pod: 'istio-system/istiod-b', proxies: known([one, other], AT) }),
    ];
    expect(of({ istiods: known(istiods, AT) }).proxies).toBe(2);
  });

  it.each([
    ['namespaces', { namespaces: unknown<never>('503', AT) }, { namespaces: false, proxies: true }],
    ['injectors', { injectors: unknown<never>('503', AT) }, { namespaces: false, proxies: true }],
    ['istiods', { istiods: unknown<never>('503', AT) }, { namespaces: true, proxies: false }],
    [
      'one of its istiods',
      { istiods: known([anIstiod(TO, { proxies: unknown('503', AT) })], AT) },
      { namespaces: true, proxies: false },
    ],
  ])('leaves out, in place of a zero, what %s would have told', (_title, changes, has) => {
    const status = of(changes);
    expect('namespaces' in status).toBe(has.namespaces);
    expect('proxies' in status).toBe(has.proxies);
    expect(status.why).toContain('503');
  });

  it('is not ready where that cannot be read, and not free where nothing can', () => {
    const lost = unknown<never>('503', AT);
    const blind = {
      namespaces: lost,
      pods: lost,
      workloads: lost,
      istiods: lost,
      injectors: lost,
      revisionObjects: lost,
    };
    expect(of(blind)).toMatchObject({ ready: false, inUse: 'unknown', why: ['503'] });
  });

  it('shows the first five reasons only', () => {
    const { why } = of({
      workloads: known([aWorkload({ templateRev: TO })], AT),
      pinned: known([{ kind: 'Sidecar', namespace: 'shop', name: 'cart', revision: TO }], AT),
      pointers: known([aDefaultValidator(TO)], AT),
    });
    expect(why).toHaveLength(5);
  });

  it('is the same in whatever order everything was read', () => {
    const pods = ['d', 'b', 'a', 'c'].map((name) => aPod({ name }));
    const observation = (turn: <T>(all: readonly T[]) => readonly T[]): Partial<Observation> => ({
      namespaces: known(turn(['y', 'x'].map((name) => aNamespace({ name }))), AT),
      injectors: known(turn([anInjector(TO), ...tagsOf('q', 'p')]), AT),
      pointers: known(turn(['q', 'p'].map((name) => aPointer(TO, { name }))), AT),
      pods: known(turn(pods), AT),
      workloads: known(turn(['n', 'm'].map((name) => aWorkload({ name, templateRev: TO }))), AT),
      istiods: known(
        turn(
          ['istio-system/b', 'istio-system/a'].map((pod) =>
            anIstiod(TO, {
              pod,
              proxies: known(turn(pods.map((one) => aProxy(one))), AT),
            }),
          ),
        ),
        AT,
      ),
    });
    const tagsOf = (...tags: string[]) =>
      tags.map((tag) => anInjector(TO, { name: `istio-revision-tag-${tag}`, tag }));
    const there = of(observation((all) => all));
    const back = of(observation((all) => [...all].reverse()));
    expect(back).toEqual(there);
    expect(there.why[1]).toBe('pods injected by it: shop/a, shop/b, shop/c and 1 more');
  });
});
