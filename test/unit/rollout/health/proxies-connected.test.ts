import { known } from '../../../../lib/rollout/fact';
import type { IstiodHealth } from '../../../../lib/rollout/health/health-facts';
import type { PodFact } from '../../../../lib/rollout/observation';
import {
  anIstiodHealth,
  conditionOf,
  healthFacts,
  LATER,
  MESH,
  unread,
} from '../../../support/health-builders';
import { aPod, aProxy, FROM } from '../../../support/rollout-builders';

const of = (pods: readonly PodFact[], ...istiods: readonly IstiodHealth[]) =>
  conditionOf(
    'ProxiesConnected',
    healthFacts({ pods: known(pods, LATER), istiods: known(istiods, LATER) }),
  );

const one = aPod();
const two = aPod({ name: 'cart-2' });
const lone = anIstiodHealth();
const withProxies = (...pods: readonly PodFact[]) =>
  anIstiodHealth({
    proxies: known(
      pods.map((pod) => aProxy(pod)),
      LATER,
    ),
  });

describe('ProxiesConnected', () => {
  it('is True where every injected pod is connected to one istiod or another', () => {
    const condition = of([one, two], withProxies(two), withProxies(one));
    expect(condition).toMatchObject({ status: 'True', reason: 'Connected' });
  });

  it('is False for a pod that no istiod of the revision knows, and names it', () => {
    expect(of([two, one], withProxies(two))).toEqual({
      type: 'ProxiesConnected',
      status: 'False',
      reason: 'NotConnected',
      message: 'not connected to 1-31: pod shop/cart-1; look at the log of their istio-proxy',
    });
  });

  it('is False for pods without any istiod', () => {
    expect(of([one])).toMatchObject({ status: 'False', reason: 'NotConnected' });
  });

  it.each<[string, Partial<PodFact>]>([
    ['of another revision', { revision: FROM }],
    ['that was not injected', { revision: null }],
    ['that has ended', { phase: 'Succeeded' }],
    ['that has not begun', { phase: 'Pending' }],
    ['that is ending', { terminating: true }],
  ])('judges no pod %s', (_what, changes) => {
    expect(of([aPod(changes)], lone)).toMatchObject({ status: 'True', reason: 'NoProxies' });
  });

  it('gives a new pod a minute to connect', () => {
    const aged = (age: number) => of([aPod({ createdAt: LATER - age })], lone).status;
    expect(aged(59_999)).toBe('True');
    expect(aged(60_000)).toBe('False');
  });

  it('is Unknown while one istiod could not be asked: a missing pod may be on it', () => {
    const silent = anIstiodHealth({ pod: `${MESH}/istiod-s`, proxies: unread('timed out') });
    expect(of([one, two], withProxies(one), silent)).toMatchObject({
      status: 'Unknown',
      reason: 'CannotBeAsked',
      message: 'timed out',
    });
  });

  it('counts what is still connected to an istiod that ends, and does not wait for its answer', () => {
    const ending = { ...withProxies(one), terminating: true };
    expect(of([one], lone, ending).status).toBe('True');
    const mute = { ...ending, proxies: unread<never>() };
    expect(of([one], withProxies(one), mute).status).toBe('True');
  });

  it('is Unknown where pods or istiods could not be read', () => {
    for (const changes of [{ pods: unread<never>() }, { istiods: unread<never>() }]) {
      const condition = conditionOf('ProxiesConnected', healthFacts(changes));
      expect(condition).toMatchObject({ status: 'Unknown', reason: 'CannotBeRead' });
    }
  });
});
