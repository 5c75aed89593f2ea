import { known, unknown } from '../../../lib/rollout/fact';
import { proxiesGate } from '../../../lib/rollout/gates/proxies';
import type { IstiodFact, ProxyFact } from '../../../lib/rollout/observation';
import {
  AT,
  aNamespaceWave,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  FROM,
  TO,
} from '../../support/rollout-builders';

const wave = aNamespaceWave('web', ['shop']);

describe('the proxies gate', () => {
  const pods = [aPod(), aPod({ name: 'cart-2' })];
  const withIstiods = (istiods: readonly IstiodFact[]) =>
    proxiesGate(wave, anObservation({ istiods: known(istiods, AT) }), TO);
  const serving = (
    revision: string,
    proxies: readonly ProxyFact[],
    pod = `istio-system/${revision}`,
  ) => anIstiod(revision, { pod, proxies: known(proxies, AT) });
  const both = pods.map((pod) => aProxy(pod));

  it('passes when the proxies are spread over the istiods of the revision', () => {
    const spread = [serving(TO, both.slice(0, 1), 'i/a'), serving(TO, both.slice(1), 'i/b')];
    expect(withIstiods(spread).verdict).toBe('Pass');
  });

  it('fails for a rejection that is neither the first problem nor the only one', () => {
    const rejecting = aProxy(pods[1]!, { state: 'error', message: 'bad listener' });
    const failed = { verdict: 'Fail', subject: 'Pod shop/cart-2' };
    expect(withIstiods([serving(TO, [rejecting])])).toMatchObject(failed);
    const silent = anIstiod(TO, { pod: 'i/b', proxies: unknown('503', AT) });
    expect(withIstiods([serving(TO, [rejecting], 'i/a'), silent])).toMatchObject(failed);
  });

  it('waits for a proxy that no istiod of the revision knows', () => {
    expect(withIstiods([serving(TO, both.slice(0, 1))])).toMatchObject({
      verdict: 'Inconclusive',
      namespace: 'shop',
      subject: 'Pod shop/cart-2',
      value: '1/2 synced, not connected',
    });
  });

  it('does not take a proxy of the same name in another namespace for it', () => {
    const foreign = both.map((proxy) => ({
      ...proxy,
      proxy: proxy.proxy.replace('shop', 'other'),
    }));
    expect(withIstiods([serving(TO, foreign)]).verdict).toBe('Inconclusive');
  });

  it.each(['stale', 'not-sent'] as const)('waits for a proxy that is %s', (state) => {
    const proxies = [both[0]!, aProxy(pods[1]!, { state, message: 'listener' })];
    expect(withIstiods([serving(TO, proxies)])).toMatchObject({
      verdict: 'Inconclusive',
      value: `1/2 synced, ${state}`,
    });
  });

  it('fails at once, with the reason, when a proxy rejected its configuration', () => {
    const message = 'listener rejected: no such filter';
    const proxies = [both[0]!, aProxy(pods[1]!, { state: 'error', message })];
    expect(withIstiods([serving(TO, proxies)])).toMatchObject({
      verdict: 'Fail',
      namespace: 'shop',
      subject: 'Pod shop/cart-2',
      message: expect.stringContaining(message) as string,
    });
  });

  it('does not blame the wave for a proxy outside of it', () => {
    const other = aProxy(aPod({ name: 'z', namespace: 'other' }), { state: 'error' });
    expect(withIstiods([serving(TO, [...both, other])]).verdict).toBe('Pass');
  });

  it('waits while a proxy is connected to the old revision as well', () => {
    expect(withIstiods([serving(TO, both), serving(FROM, both.slice(0, 1))])).toMatchObject({
      verdict: 'Inconclusive',
      value: `1/2 synced, connected to ${FROM}`,
    });
  });

  it('is an error while one istiod of the revision cannot be asked, even when the others know every proxy', () => {
    const silent = anIstiod(TO, { pod: 'i/b', proxies: unknown('timeout', AT) });
    expect(withIstiods([serving(TO, both, 'i/a'), silent])).toMatchObject({
      verdict: 'Error',
      subject: 'istiod i/b',
      message: 'timeout',
    });
  });

  it('is an error while an istiod of another revision cannot be asked: a proxy may be on that one', () => {
    const silent = anIstiod(FROM, { pod: 'i/old', proxies: unknown('timeout', AT) });
    expect(withIstiods([serving(TO, both), silent])).toMatchObject({
      verdict: 'Error',
      subject: 'istiod i/old',
    });
  });

  it('is an error when istiods are unknown', () => {
    const observation = anObservation({ istiods: unknown('forbidden', AT) });
    expect(proxiesGate(wave, observation, TO).verdict).toBe('Error');
  });
});
