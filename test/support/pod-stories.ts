import type { AlertStory } from './alert-proof';
import { BEGINS, during, ENDS, fires, FIRST_NEW } from './alert-story-times';
import { aShopPod, between, RELEASED_SECONDS, SHOP } from './mesh-story';

/** A pod that comes while the wave is guarded, as when it is scaled out. */
const LATE = aShopPod('cart-7d9f8-mm3xt', 1, 1300);
/** There is always one, and none for longer than two scrapes. */
function aPassingPod(index: number) {
  const born = BEGINS - 30 + 15 * index;
  return aShopPod(`cart-9c5e3-${index}`, index % 3, born, born + 30);
}

/** Pods that come, go and start anew, each with counters of its own. */
export const POD_STORIES: readonly AlertStory[] = [
  {
    name: 'new pods that fail from their first request on',
    story: { errors: between(RELEASED_SECONDS, ENDS, 0.5) },
    fires: [
      // They have to be there for a window before they count, and then to fail for another.
      { alert: 'IstioRevisionsErrors', at: [1350, ENDS], quietAt: [1200, ENDS + 45] },
    ],
  },
  {
    name: 'errors of the restart only',
    story: { errors: between(RELEASED_SECONDS, RELEASED_SECONDS + 170, 0.5) },
  },
  {
    name: 'errors of the restart only, of windows as short as they may be',
    metrics: { windowSeconds: 60 },
    story: { errors: between(RELEASED_SECONDS, RELEASED_SECONDS + 170, 0.5) },
    // The gate warms up until then, and its first window begins after the last error.
    fires: [{ alert: 'IstioRevisionsErrors', at: [765], quietAt: [690, 800] }],
  },
  {
    name: 'a pod that comes and fails while the others are well',
    story: {
      shop: [...SHOP, LATE],
      errors: (second, pod) => (pod === LATE.pod && second < ENDS + 300 ? 1 : 0),
    },
    fires: [{ alert: 'IstioRevisionsErrors', at: [2000, 2400], quietAt: [1900, 2445] }],
  },
  {
    name: 'a pod that comes with so many requests that a few errors of the others are none',
    story: {
      shop: [...SHOP, LATE],
      perScrape: (_second, pod) => (pod === LATE.pod ? 20_000 : 60),
      errors: (second, pod) => (pod !== LATE.pod && second >= 1300 && second < ENDS ? 0.1 : 0),
    },
  },
  {
    name: 'pods that come and go with nearly all requests, while a few of the others’ fail',
    story: {
      shop: [...SHOP, ...Array.from({ length: 60 }, (_, index) => aPassingPod(index))],
      perScrape: (_second, pod) => (pod.startsWith('cart-9c5e3') ? 20_000 : 60),
      errors: (second, pod) => (pod.startsWith('cart-9c5e3') ? 0 : during(0.1)(second)),
    },
  },
  {
    name: 'a proxy that starts anew while it fails',
    story: {
      changed: (proxy) => (proxy.pod === FIRST_NEW ? { ...proxy, restarts: [300] } : proxy),
      errors: during(0.5),
    },
    // The other pod goes on failing.
    fires: fires('Errors'),
  },
  {
    name: 'proxies that start anew again and again while they fail',
    story: {
      changed: (proxy) =>
        proxy.namespace === 'shop' ? { ...proxy, restarts: [250, 290, 330, 370, 410] } : proxy,
      errors: during(0.5),
    },
    fires: fires('Errors'),
  },
  {
    name: 'a proxy that starts anew, well, after many errors of long ago',
    story: {
      changed: (proxy) => (proxy.pod === FIRST_NEW ? { ...proxy, restarts: [420] } : proxy),
      errors: between(RELEASED_SECONDS, 1500, 0.02),
      perScrape: () => 100,
    },
  },
  {
    name: 'the pod that fails ends',
    story: {
      shop: [...SHOP, aShopPod('cart-7d9f8-nn6yv', 2, RELEASED_SECONDS + 20, 1700)],
      errors: (second, pod) => (pod.endsWith('nn6yv') && second >= BEGINS ? 0.8 : 0),
    },
    fires: [{ alert: 'IstioRevisionsErrors', at: [1545, 1695], quietAt: [1485, 1745] }],
  },
];
