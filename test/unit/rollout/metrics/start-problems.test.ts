import type { MetricsFact, MetricsSnapshot } from '../../../../lib/rollout/metrics/metrics-fact';
import { startQuestion } from '../../../../lib/rollout/metrics/metrics-question';
import { metricsPlan } from '../../../../lib/rollout/metrics/metrics-spec';
import { startProblems } from '../../../../lib/rollout/metrics/start-problems';
import { aSnapshot } from '../../../support/metrics-builders';
import { aPod, aRecord, FROM } from '../../../support/rollout-builders';

const { plan: health } = aRecord();
const plan = { ...health, metrics: metricsPlan({ alerts: [{ name: 'ShopErrors' }] }) };
const pods = [aPod({ revision: FROM }), aPod({ name: 'cart-2', revision: FROM })];
const DURATION = { pod: 'shop/cart-1', destinationNamespace: 'shop', all: 10, fast: 10 };
const REQUEST = {
  pod: 'shop/cart-1',
  reporter: 'source',
  sourceWorkload: 'cart',
  sourceNamespace: 'shop',
  destinationNamespace: 'shop',
  responseCode: '200',
  responseFlags: '',
  grpcStatus: '',
  security: 'mutual_tls',
  value: 10,
} as const;

function anAnswer(
  changes: Partial<MetricsSnapshot> = {},
  alerts: MetricsFact['alerts'] = [{ name: 'ShopErrors', healthy: true, firing: [] }],
): MetricsFact {
  const snapshot = aSnapshot(1000, {
    requests: [REQUEST],
    durations: [DURATION],
    scraped: { 'shop/cart-1': 1000 },
    ...changes,
  });
  return { at: 1000, snapshots: [snapshot], alerts };
}

describe('metrics that a rollout will be judged by', () => {
  it('are asked for once, as its gates will', () => {
    expect(startQuestion(health, 1000)).toBeNull();
    expect(startQuestion(plan, 1000)).toEqual({
      instants: [1000],
      namespaces: ['shop'],
      gateways: [],
      slowerThanMs: 500,
      alerts: ['ShopErrors'],
      counts: [],
    });
  });

  it.each<[string, MetricsFact]>([
    ['whole', anAnswer()],
    ['of a mesh at rest', anAnswer({ requests: [], durations: [] })],
    ['without some of the proxies, which have just started', anAnswer()],
    [
      'of an old pod that never answered',
      anAnswer({ durations: [{ ...DURATION, all: 0, fast: null }] }),
    ],
  ])('may be %s', (_what, answer) => {
    expect(startProblems(plan, answer, pods)).toEqual([]);
  });

  it('may know no proxy where no pod has one', () => {
    expect(startProblems(plan, anAnswer({ scraped: {} }), [aPod({ revision: null })])).toEqual([]);
  });

  it.each<[string, MetricsFact, RegExp]>([
    [
      'an unknown metric',
      anAnswer({ scraped: {} }),
      /^Prometheus knows none of the 2 proxies of the waves \(shop\/cart-1, shop\/cart-2\), by istio_build/,
    ],
    [
      'proxies of another mesh',
      anAnswer({ scraped: { 'other/cart-1': 1000 } }),
      /^Prometheus knows none of the 2 proxies/,
    ],
    [
      'requests without a label',
      anAnswer({ requests: [{ ...REQUEST, pod: 'shop/' }] }),
      /^series of istio_requests_total have no label "namespace" or "pod"/,
    ],
    [
      'durations without a label',
      anAnswer({ durations: [{ ...DURATION, pod: '/cart-1' }] }),
      /^series of istio_request_duration_milliseconds have no label/,
    ],
    [
      'no such bucket',
      anAnswer({ durations: [{ ...DURATION, fast: null }] }),
      /^metrics\.slowerThanMs: .* no bucket that ends at 500 ms \(shop\/cart-1\); set it to one of its edges/,
    ],
    [
      'an unknown alert',
      anAnswer({}, []),
      /^metrics\.alerts: Prometheus has no alerting rule "ShopErrors"/,
    ],
    [
      'an alert that is broken',
      anAnswer({}, [{ name: 'ShopErrors', healthy: false, firing: [] }]),
      /^metrics\.alerts: Prometheus cannot evaluate rule "ShopErrors"/,
    ],
  ])('with %s keep it from starting', (_what, answer, problem) => {
    expect(startProblems(plan, answer, pods)).toEqual([expect.stringMatching(problem)]);
  });

  it("with a count of the team's own that nobody has, or that cannot be read, keep it from starting", () => {
    const orders = { name: 'orders', bad: 'orders_bad', total: 'orders_all', maxShare: 0.01 };
    const counting = { ...health, metrics: metricsPlan({ counts: [orders] }) };
    const own = { name: 'orders', namespace: 'shop', pod: '', bad: 0, all: 0 };
    const problems = (changes: Partial<MetricsSnapshot>) =>
      startProblems(counting, anAnswer(changes), pods);
    expect(problems({ own: [own] })).toEqual([]);
    expect(problems({ own: [{ ...own, namespace: 'other' }] })).toEqual([
      expect.stringMatching(/^metrics.counts orders.total: orders_all answers nothing .* \(shop\)/),
    ]);
    expect(problems({ unread: { orders: 'bad: it answers a string' } })).toEqual([
      'metrics.counts orders: bad: it answers a string',
    ]);
  });
});
