import type { AlertStory } from './alert-proof';
import { BEGINS, during, ENDS, fires, FIRST_NEW } from './alert-story-times';
import { aShopPod, between, RELEASED_SECONDS, SHOP, type Story } from './mesh-story';
import { TICK_SECONDS } from './scraped-mesh';

const lost =
  (isLost: (second: number, pod: string) => boolean): NonNullable<Story['changed']> =>
  (proxy) => ({ ...proxy, isScrapeLost: (tick) => isLost(tick * TICK_SECONDS, proxy.pod) });

const TEN_PODS = [
  ...SHOP.slice(0, 2),
  ...Array.from({ length: 10 }, (_, index) =>
    aShopPod(`cart-7d9f8-p${index}`, index % 3, RELEASED_SECONDS + 10),
  ),
];
const isAmong = (pod: string, count: number) =>
  Array.from({ length: count }, (_, index) => `cart-7d9f8-p${index}`).includes(pod);

/** What is not scraped, and certificates that expire. */
export const SCRAPE_STORIES: readonly AlertStory[] = [
  {
    // A proxy that is not scraped all through a window counts for no alert.
    name: 'every seventh scrape of each pod is lost',
    story: {
      changed: lost((second, pod) => Math.floor(second / 15) % 7 === (pod === FIRST_NEW ? 3 : 5)),
      errors: during(0.5),
    },
  },
  {
    name: 'scrapes of one pod are lost',
    story: {
      changed: lost((second, pod) => pod === FIRST_NEW && Math.floor(second / 15) % 7 === 3),
      errors: during(0.5),
    },
    fires: fires('Errors'),
  },
  {
    name: 'two scrapes in a row are lost again and again',
    story: {
      changed: lost((second) => Math.floor(second / 15) % 12 < 2),
      errors: during(0.5),
    },
  },
  {
    name: 'a pod with many old errors is not scraped for a while',
    story: {
      errors: between(RELEASED_SECONDS, 1100, 0.3),
      changed: lost((second, pod) => pod === FIRST_NEW && second >= 1400 && second < 1700),
    },
  },
  {
    name: 'one pod of ten is not scraped',
    story: { shop: TEN_PODS, changed: lost((second, pod) => second >= BEGINS && isAmong(pod, 1)) },
  },
  {
    name: 'three pods of ten are not scraped',
    story: {
      shop: TEN_PODS,
      changed: lost((second, pod) => second >= BEGINS && second < ENDS && isAmong(pod, 3)),
    },
    fires: fires('ProxiesUnscraped'),
  },
  {
    name: 'no pod is scraped',
    story: {
      changed: lost((second, pod) => pod.startsWith('cart') && second >= BEGINS && second < ENDS),
    },
    fires: fires('ProxiesUnscraped', 'MetricsAbsent').map((one) => ({ ...one, at: [ENDS - 15] })),
  },
  {
    name: 'nothing at all is scraped',
    story: { isPrometheusDown: (second) => second >= BEGINS && second < ENDS, errors: during(0.5) },
    // A query looks back for five minutes.
    fires: ['web', 'later'].map(() => ({
      alert: 'IstioRevisionsMetricsAbsent',
      at: [BEGINS + 615, ENDS - 15],
      quietAt: [BEGINS + 570, ENDS + 45],
    })),
  },
  {
    name: 'a certificate that is not renewed in time',
    story: {
      changed: (proxy) =>
        proxy.pod === FIRST_NEW
          ? { ...proxy, certificate: (tick) => (tick >= 420 ? 3600 : 1500 - tick * TICK_SECONDS) }
          : proxy,
    },
    fires: [
      {
        alert: 'IstioRevisionsProxyCertificateExpires',
        at: [BEGINS + 60, ENDS],
        quietAt: [BEGINS - 15, ENDS + 15],
      },
    ],
  },
  {
    name: 'a root that is renewed in its last day',
    story: { rootExpiresAt: (second) => 86_400 + (second < ENDS ? BEGINS : 1_000_000) },
    fires: [
      {
        alert: 'IstioRevisionsRootCertificateExpires',
        at: [BEGINS + 30, ENDS - 15],
        quietAt: [BEGINS, ENDS + 15],
      },
    ],
  },
  { name: 'a root with more than a day', story: { rootExpiresAt: () => 86_400 + 3000 } },
];
