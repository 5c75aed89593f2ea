import { known, unknown } from '../../../lib/rollout/fact';
import {
  connectionsByProxy,
  deploymentOf,
  namespacesByUid,
  podsByNamespace,
  podsOf,
} from '../../../lib/rollout/look-up';
import { remembered } from '../../../lib/rollout/remembered';
import {
  aNamespace,
  anIstiod,
  aPod,
  aProxy,
  AT,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

describe('what is remembered of facts', () => {
  it('is worked out once for each object, and for another object anew', () => {
    const asked: object[] = [];
    const count = remembered((about: object) => asked.push(about));
    const [first, second] = [{}, {}];
    expect([count(first), count(first), count(second), count(first)]).toEqual([1, 1, 2, 1]);
    expect(asked).toEqual([first, second]);
  });

  it('is never that of an equal list that was read later', () => {
    const before = [aNamespace({ labels: { 'istio.io/rev': FROM } })];
    const after = [aNamespace({ labels: { 'istio.io/rev': TO } })];
    expect(namespacesByUid(before).get('uid-shop')).toBe(before[0]);
    expect(namespacesByUid(after).get('uid-shop')).toBe(after[0]);
  });

  it('keeps pods of the same workload name apart by kind and namespace', () => {
    const pod = aPod();
    const ofSet = aPod({ name: 'cart-0', workload: { kind: 'StatefulSet', name: 'cart' } });
    const elsewhere = aPod({ namespace: 'bank' });
    const bare = aPod({ name: 'bare', workload: null });
    const pods = [pod, ofSet, elsewhere, bare];
    expect(podsOf(aWorkload(), pods)).toEqual([pod]);
    expect(podsOf(aWorkload({ kind: 'StatefulSet' }), pods)).toEqual([ofSet]);
    expect(podsByNamespace(pods).get('shop')).toEqual([pod, ofSet, bare]);
  });

  it('takes no other workload for the Deployment of a gateway', () => {
    const gateway = { namespace: 'edge', name: 'gateway' };
    const set = aWorkload({ ...gateway, kind: 'DaemonSet' });
    const deployment = aWorkload(gateway);
    expect(deploymentOf(gateway, [set])).toBeUndefined();
    expect(deploymentOf(gateway, [set, deployment, set])).toBe(deployment);
  });

  it('has what every istiod says of a proxy, and nothing of one that could not be asked', () => {
    const proxy = aProxy(aPod());
    const two = [
      anIstiod(FROM, { proxies: known([proxy], AT) }),
      anIstiod(TO, { proxies: known([proxy], AT) }),
    ];
    const silent = anIstiod(TO, { proxies: unknown('down', AT) });
    const found = connectionsByProxy([...two, silent]).get('cart-1.shop') ?? [];
    expect(found.map(({ istiod }) => istiod.revision)).toEqual([FROM, TO]);
  });
});
