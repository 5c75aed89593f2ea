import {
  TICK_SECONDS,
  SCRAPE_TICKS,
  type Counting,
  type MeshTrace,
  type ProxyTrace,
} from './scraped-mesh';

/** When the wave is released, and when its old pods are gone and its new ones there, in seconds. */
export const RELEASED_SECONDS = 600;
export const ENDS_SECONDS = 2700;

/** Something that changes with time, in seconds. */
export type OverTime = (second: number) => number;

/** Shares from 0 to 1 of what a mesh does, at each second. */
export interface Story {
  /** Requests that each pod handles between two scrapes. @default 60 */
  readonly perScrape?: (second: number, pod: string) => number;
  /** Of what namespace shop receives. */
  readonly errors?: (second: number, pod: string) => number;
  /** Failures that only the gRPC status tells. */
  readonly grpcErrors?: OverTime;
  /** Requests whose client went away, counted as 5xx. */
  readonly clientsLeft?: OverTime;
  readonly slow?: OverTime;
  readonly plain?: OverTime;
  readonly denied?: OverTime;
  /** Of what callers send to namespace shop. */
  readonly unreached?: OverTime;
  /** Of what namespace shop sends itself. */
  readonly sentInVain?: OverTime;
  /** Of what the gateway sends on. */
  readonly gatewayErrors?: OverTime;
  /** Of what namespace bank, which has not moved, receives from others. */
  readonly bankErrors?: OverTime;
  /** Of what namespace shop sends to namespace bank; it sends nothing there where this is not told. */
  readonly sentPlain?: OverTime;
  /** @default two pods of namespace shop that the wave replaces */
  readonly shop?: readonly ProxyTrace[];
  readonly changed?: (proxy: ProxyTrace) => ProxyTrace;
  /** When the root certificate that istiod has expires, in seconds of the story. */
  readonly rootExpiresAt?: OverTime;
  readonly isPrometheusDown?: (second: number) => boolean;
}

/** One value between two seconds, another around it. */
export function between(from: number, to: number, inside: number, outside = 0): OverTime {
  return (second) => (second >= from && second < to ? inside : outside);
}

/** A pod of namespace shop, its times in seconds. */
export function aShopPod(name: string, phase: number, born: number, dies?: number): ProxyTrace {
  return aProxyTrace('shop', name, phase, born, dies);
}

/** Any pod with a proxy, its times in seconds. */
function aProxyTrace(
  namespace: string,
  pod: string,
  phase: number,
  born: number,
  dies?: number,
): ProxyTrace {
  const ends = dies === undefined ? {} : { dies: toTick(dies) };
  return { namespace, pod, phase, born: toTick(born), ...ends };
}

/** Two pods before the wave, two after. */
export const SHOP: readonly ProxyTrace[] = [
  aShopPod('cart-6f5c8-bb2xk', 0, 0, RELEASED_SECONDS + 30),
  aShopPod('cart-6f5c8-cc4zl', 1, 0, RELEASED_SECONDS + 40),
  aShopPod('cart-7d9f8-dd5vm', 2, RELEASED_SECONDS + 10),
  aShopPod('cart-7d9f8-ff6wn', 0, RELEASED_SECONDS + 15),
];

const OTHERS: readonly ProxyTrace[] = [
  aProxyTrace('front', 'web-5b7c9-gg7xp', 1, 0),
  aProxyTrace('bank', 'vault-5b7c9-hh8zq', 2, 0),
  aProxyTrace('ingress', 'gateway-5b7c9-jj9vr', 0, 0, RELEASED_SECONDS + 30),
  aProxyTrace('ingress', 'gateway-6c8d2-kk2ws', 1, RELEASED_SECONDS + 10),
];

/** The second of an instant of a trace, and the way back. */
export function toTick(second: number): number {
  return Math.round(second / TICK_SECONDS);
}

/** A mesh that a story happens to. */
export function tell(story: Story): MeshTrace {
  const { shop = SHOP, changed = (proxy) => proxy, rootExpiresAt, isPrometheusDown } = story;
  return {
    ticks: toTick(ENDS_SECONDS),
    proxies: [...shop, ...OTHERS].map(changed),
    traffic: (proxy, tick) => traffic(story, proxy, tick * TICK_SECONDS),
    ...(rootExpiresAt === undefined
      ? {}
      : { rootExpiresAt: (tick: number) => rootExpiresAt(tick * TICK_SECONDS) }),
    ...(isPrometheusDown === undefined
      ? {}
      : { isPrometheusDown: (tick: number) => isPrometheusDown(tick * TICK_SECONDS) }),
  };
}

function traffic(story: Story, { namespace, pod }: ProxyTrace, second: number): Counting[] {
  const perScrape = story.perScrape?.(second, pod) ?? 60;
  const all = perScrape / SCRAPE_TICKS;
  switch (namespace) {
    case 'shop':
      return [...receivedByShop(story, all, second, pod), ...sentByShop(story, all, second)];
    case 'bank':
      return receivedByBank(story, all, second);
    case 'front':
      return sent('front', 'web', 'cart.shop', all, story.unreached?.(second) ?? 0);
    default:
      return sent('ingress', 'gateway', 'web.front', all, story.gatewayErrors?.(second) ?? 0);
  }
}

function receivedByBank(story: Story, all: number, second: number): Counting[] {
  const bad = all * (story.bankErrors?.(second) ?? 0);
  const called = received('bank', 'clerk');
  const own = [
    { labels: called, count: all - bad },
    { labels: { ...called, response_code: '503' }, count: bad },
  ];
  if (story.sentPlain === undefined) return own;
  const plain = all * story.sentPlain(second);
  const ofShop = received('bank', 'shop');
  return [
    ...own,
    { labels: ofShop, count: all - plain },
    { labels: { ...ofShop, connection_security_policy: 'none' }, count: plain },
  ];
}

function receivedByShop(story: Story, all: number, second: number, pod: string): Counting[] {
  const labels = received('shop', 'front');
  const of = (share: number | undefined) => all * (share ?? 0);
  const parts: readonly [number, Readonly<Record<string, string>>][] = [
    [of(story.errors?.(second, pod)), { response_code: '503' }],
    [of(story.grpcErrors?.(second)), { grpc_response_status: '14' }],
    [of(story.clientsLeft?.(second)), { response_code: '503', response_flags: 'DC' }],
    [of(story.denied?.(second)), { response_code: '403' }],
    [of(story.plain?.(second)), { connection_security_policy: 'none' }],
  ];
  const good = Math.max(0, all - parts.reduce((sum, [count]) => sum + count, 0));
  return [
    { labels, count: good, slow: Math.min(good, of(story.slow?.(second))) },
    ...parts
      .filter(([count]) => count > 0)
      .map(([count, more]) => ({ labels: { ...labels, ...more }, count })),
  ];
}

function sentByShop(story: Story, all: number, second: number): Counting[] {
  return sent('shop', 'cart', 'db.storage', all, story.sentInVain?.(second) ?? 0);
}

function received(namespace: string, from: string): Record<string, string> {
  return {
    reporter: 'destination',
    source_workload: 'web',
    source_workload_namespace: from,
    destination_workload_namespace: namespace,
    destination_service: `cart.${namespace}.svc.cluster.local`,
    response_code: '200',
    response_flags: '-',
    grpc_response_status: '',
    connection_security_policy: 'mutual_tls',
  };
}

/** What a proxy sent, a share of it in vain. */
function sent(
  namespace: string,
  workload: string,
  service: string,
  all: number,
  inVain: number,
): Counting[] {
  const labels = {
    reporter: 'source',
    source_workload: workload,
    source_workload_namespace: namespace,
    destination_workload_namespace: service.split('.')[1] ?? '',
    destination_service: `${service}.svc.cluster.local`,
    response_code: '200',
    response_flags: '-',
    grpc_response_status: '',
    connection_security_policy: 'unknown',
  };
  const lost = {
    ...labels,
    destination_workload_namespace: 'unknown',
    response_code: '503',
    response_flags: 'UH',
  };
  const bad = all * inVain;
  const good = { labels, count: all - bad };
  return bad > 0 ? [good, { labels: lost, count: bad }] : [good];
}
