/** An alert of the team's own Prometheus rules that must not fire for a wave. */
export interface AlertSpec {
  /** Name of the alerting rule. */
  readonly name: string;
  /** Labels that a firing alert must carry to count. @default any */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A share of the team's own counters that each namespace of a wave is held to, such as orders that failed. Both queries are PromQL of
 * counters as they are, without `rate` or `increase`, and answer one number for each label `namespace`, or for each `namespace` and
 * `pod`: `sum by (namespace, pod) (orders_failed_total)`. With `pod` a restart loses nothing.
 */
export interface CountSpec {
  /** Small letters, digits and `-`. Its gate is called `count-<name>`. */
  readonly name: string;
  /** How many are bad. Where it answers nothing of what `total` knows, none are. */
  readonly bad: string;
  /** How many there are, the bad ones among them. */
  readonly total: string;
  /** From 0 to 1: a larger share is a breach, unless it was that large before the wave. */
  readonly maxShare: number;
}

/**
 * What users may feel of a rollout, as limits on Istio's standard metrics. Shares are from 0 to 1, times in seconds unless
 * they say otherwise.
 */
export interface MetricsSpec {
  /** How often Prometheus scrapes proxies. @default 15 */
  readonly scrapeSeconds?: number;
  /** How far a look reaches back, at most. @default the longer of four scrapes and 300 */
  readonly windowSeconds?: number;
  /** What is left out after the last pod of a wave got ready: caches are cold and connections are new. @default 120 */
  readonly warmUpSeconds?: number;
  /** How long a wave may stay without enough data before a person has to look. @default 1800 */
  readonly patienceSeconds?: number;
  /** Share of requests that may fail: 0.005 is a success rate of 99.5 %. @default 0.005 */
  readonly maxErrorShare?: number;
  /**
   * Share of the error budget of 30 days that a wave may spend from its release until it is proved: of what `maxErrorShare` lets fail
   * in that time, at the rate of requests as it is. More than usual counts, its restart included; what fails elsewhere does not.
   * @default 0.02
   */
  readonly waveBudget?: number;
  /** The same for each wave until the rollout is over. @default 0.05 */
  readonly rolloutBudget?: number;
  /** An edge of the latency histogram's buckets, in milliseconds. @default 500 */
  readonly slowerThanMs?: number;
  /** Share of requests that may be slower than that edge: 0.01 judges the P99. @default 0.01 */
  readonly maxSlowShare?: number;
  /**
   * What a wave without traffic means. `healthOnly`: the other gates decide. `hold`: a person has to look.
   * @default 'healthOnly'
   */
  readonly lowTraffic?: 'healthOnly' | 'hold';
  /** @default none */
  readonly alerts?: readonly AlertSpec[];
  /** @default none */
  readonly counts?: readonly CountSpec[];
}

/** The same with every choice made, as a plan keeps it. */
export type MetricsPlan = Required<MetricsSpec>;

const DEFAULT_SCRAPE_SECONDS = 15;
const SHORTEST_WINDOW_SECONDS = 300;

/** Fills in what a spec leaves open. */
export function metricsPlan(spec: MetricsSpec): MetricsPlan {
  const scrapeSeconds = spec.scrapeSeconds ?? DEFAULT_SCRAPE_SECONDS;
  return {
    scrapeSeconds,
    windowSeconds: spec.windowSeconds ?? Math.max(4 * scrapeSeconds, SHORTEST_WINDOW_SECONDS),
    warmUpSeconds: spec.warmUpSeconds ?? 120,
    patienceSeconds: spec.patienceSeconds ?? 1800,
    maxErrorShare: spec.maxErrorShare ?? 0.005,
    waveBudget: spec.waveBudget ?? 0.02,
    rolloutBudget: spec.rolloutBudget ?? 0.05,
    slowerThanMs: spec.slowerThanMs ?? 500,
    maxSlowShare: spec.maxSlowShare ?? 0.01,
    lowTraffic: spec.lowTraffic ?? 'healthOnly',
    alerts: spec.alerts ?? [],
    counts: spec.counts ?? [],
  };
}

/** How old a sample may be and still tell of its instant, in milliseconds: one scrape may be late. */
export function freshMs({ scrapeSeconds }: MetricsPlan): number {
  return 2 * scrapeSeconds * 1000;
}
