import type { AlertStory } from './alert-proof';
import { aShopPod, between, RELEASED_SECONDS, SHOP, type OverTime, type Story } from './mesh-story';
import { TICK_SECONDS } from './scraped-mesh';

/** When what goes wrong begins, long after the wave is warm, and when it ends. */
const BEGINS = 1200;
const ENDS = 2100;

/** By then it has lasted for a window and two scrapes; it is over for three. */
const FIRES = { at: [BEGINS + 330, ENDS], quietAt: [BEGINS + 285, ENDS + 45] } as const;

/** What the gate on errors allows; with its tolerance that is one and a half times as much. */
const LIMIT = 0.005;

const during = (share: number): OverTime => between(BEGINS, ENDS, share);

const fires = (...alerts: readonly string[]) =>
  alerts.map((name) => ({ alert: `IstioRevisions${name}`, ...FIRES }));

const SIZES: readonly AlertStory[] = [
  ...[0.5, 1, 2, 4, 7].map((times) => ({
    name: `errors at ${times} times the limit`,
    story: { perScrape: () => 400, errors: during(times * LIMIT) },
  })),
  ...[12, 40, 200].map((times) => ({
    name: `errors at ${times} times the limit`,
    story: { perScrape: () => 200, errors: during(times * LIMIT) },
    fires: fires('Errors'),
  })),
  {
    name: 'errors that were as many as the gate allows before the wave',
    story: {
      perScrape: () => 400,
      errors: (second) => (second >= BEGINS && second < ENDS ? 0.06 : second < 600 ? 0.0049 : 0),
    },
    fires: fires('Errors'),
  },
  {
    name: 'errors for a little less than a window',
    story: { errors: between(BEGINS, BEGINS + 255, 1) },
  },
  {
    name: 'a moment of little traffic, much of which fails',
    story: { perScrape: between(1500, 1530, 40, 400), errors: between(1500, 1530, 0.15) },
  },
  {
    name: 'errors of a wave that has proved itself',
    isRetained: true,
    story: { errors: during(0.5) },
    fires: fires('Errors'),
  },
];

const KINDS: readonly AlertStory[] = [
  { name: 'healthy traffic', story: {} },
  { name: 'hardly any traffic', story: { perScrape: () => 1, errors: during(0.4) } },
  { name: 'no traffic at all', story: { perScrape: () => 0 } },
  { name: 'traffic that vanishes', story: { perScrape: between(BEGINS, ENDS, 0, 100) } },
  {
    name: 'traffic that vanishes while it fails',
    story: { perScrape: between(1440, ENDS, 0, 100), errors: during(1) },
  },
  {
    name: 'errors that only gRPC tells',
    story: { grpcErrors: during(0.5) },
    fires: fires('Errors'),
  },
  { name: 'clients that went away', story: { clientsLeft: during(0.9) } },
  {
    name: 'requests that do not arrive',
    story: { unreached: during(0.5) },
    fires: fires('CallErrors'),
  },
  {
    name: 'requests that it cannot send',
    story: { sentInVain: during(0.5) },
    fires: fires('Unreachable'),
  },
  {
    name: 'errors elsewhere too',
    story: { errors: during(0.5), bankErrors: during(0.5) },
    fires: fires('Errors'),
  },
  { name: 'as slow as it may be', story: { slow: during(0.01) } },
  { name: 'slow', story: { slow: during(0.4) }, fires: fires('Slow') },
  { name: 'plaintext received', story: { plain: during(0.4) }, fires: fires('Plaintext') },
  {
    name: 'plaintext sent',
    story: { sentPlain: during(0.4) },
    // What one namespace sends, the other receives.
    fires: fires('Plaintext', 'PlaintextSent'),
  },
  { name: 'denied', story: { denied: during(0.4) }, fires: fires('Denied') },
  { name: 'a healthy gateway', moves: 'gateway', story: {} },
  {
    name: 'a gateway that fails',
    moves: 'gateway',
    story: { gatewayErrors: during(0.4) },
    fires: fires('GatewayErrors'),
  },
];

/** A pod that comes while the wave is guarded, as when it is scaled out. */
const LATE = aShopPod('cart-7d9f8-mm3xt', 1, 1300);
/** There is always one, and none for longer than two scrapes. */
function aPassingPod(index: number) {
  const born = BEGINS - 30 + 15 * index;
  return aShopPod(`cart-9c5e3-${index}`, index % 3, born, born + 30);
}

const FIRST_NEW = 'cart-7d9f8-dd5vm';

const COUNTERS: readonly AlertStory[] = [
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

const MEASURED: readonly AlertStory[] = [
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

/** Traffic over time, and the alerts that have to come of it. */
export const ALERT_STORIES: readonly AlertStory[] = [...SIZES, ...KINDS, ...COUNTERS, ...MEASURED];

/** The difference that every reader has to know. */
export const WORSE_BEFORE: AlertStory = {
  name: 'a namespace that has been failing all along',
  wasWorse: true,
  metrics: { windowSeconds: 120 },
  story: {
    errors: (second) => (second < RELEASED_SECONDS ? 0.3 : 0.2),
    perScrape: () => 300,
  },
  fires: [{ alert: 'IstioRevisionsErrors', at: [RELEASED_SECONDS - 15, 2400], quietAt: [] }],
};
