import type { MetricsFact, OwnCount } from '../../../../lib/rollout/metrics/metrics-fact';
import { metricGates } from '../../../../lib/rollout/metrics/metric-gates';
import {
  aFact,
  aMetricsRecord,
  COUNTED_FROM,
  LATER,
  NOW,
  RELEASED_AT,
  seenBy,
} from '../../../support/metrics-builders';
import { aNamespaceWave } from '../../../support/rollout-builders';

const ORDERS = { name: 'orders', bad: 'bad', total: 'all', maxShare: 0.01 };
const record = aMetricsRecord(
  { counts: [ORDERS], lowTraffic: 'hold' },
  { waves: [aNamespaceWave('web', ['shop', 'till']), LATER] },
);

const MINUTE = 60_000;

/** A counter at an instant: so many a minute before the wave, and since it is warm. */
interface Pace {
  readonly before: number;
  readonly now: number;
}

function valueAt(at: number, { before, now }: Pace): number {
  const minutes = (from: number) => Math.max(0, at - from) / MINUTE;
  return at <= RELEASED_AT
    ? before * minutes(RELEASED_AT - 30 * MINUTE)
    : now * minutes(COUNTED_FROM);
}

const orders =
  (bad: Pace, all: Pace, changes: Partial<OwnCount> = {}) =>
  (at: number): OwnCount => {
    const values = { bad: valueAt(at, bad), all: valueAt(at, all) };
    return { name: 'orders', namespace: 'shop', pod: 'shop/cart-1', ...values, ...changes };
  };

const always = (value: number): Pace => ({ before: value, now: value });

function judged(
  counts: readonly ((at: number) => OwnCount)[],
  unreadAt: (at: number) => boolean = () => false,
) {
  const fact = aFact({}, record);
  const seen: MetricsFact = {
    ...fact,
    snapshots: fact.snapshots.map((one) => ({
      ...one,
      own: counts.map((count) => count(one.at)),
      unread: unreadAt(one.at) ? { orders: 'total answers several series for shop' } : {},
    })),
  };
  const results = metricGates(record).map((gate) => gate(record.plan.waves[0]!, seenBy(seen), ''));
  return results.find(({ gate }) => gate === 'count-orders');
}

describe("a gate on a count of the team's own", () => {
  it('passes when what is bad is surely within its limit', () => {
    expect(judged([orders(always(1), always(1_000))])).toMatchObject({
      verdict: 'Pass',
      counted: { bad: 6, all: 6_000 },
      query: 'bad\nall',
    });
  });

  it('fails for one namespace alone', () => {
    const till = { namespace: 'till', pod: 'till/desk-1' };
    const bad = orders({ before: 1, now: 40 }, always(1_000), till);
    expect(judged([orders(always(1), always(9_000)), bad])).toMatchObject({
      verdict: 'Fail',
      namespace: 'till',
      message: expect.stringContaining('of orders were bad, limit 1.00 %') as string,
    });
  });

  it('does not fail for what was as bad before', () => {
    expect(judged([orders(always(40), always(1_000))])?.verdict).not.toBe('Fail');
  });

  it('is not proved while nothing is counted', () => {
    expect(judged([])).toMatchObject({ verdict: 'NoData', patient: true });
  });

  it('is Error, never Pass nor Fail, when any of its numbers could not be read', () => {
    for (const at of [NOW, RELEASED_AT, COUNTED_FROM]) {
      for (const bad of [1, 400]) {
        const found = judged([orders(always(bad), always(1_000))], (one) => one === at);
        expect(found).toMatchObject({
          verdict: 'Error',
          patient: true,
          message: 'total answers several series for shop',
        });
      }
    }
  });

  it('counts a counter that was reset from zero, and a new pod in full', () => {
    const atReset = NOW - 2 * MINUTE;
    const reset = (at: number): OwnCount => {
      const one = orders(always(0), always(100))(at);
      return at > atReset ? { ...one, all: (100 * (at - atReset)) / MINUTE } : one;
    };
    expect(judged([reset])).toMatchObject({ counted: { bad: 0, all: 600 } });
  });
});
