import { budgetGate } from '../../../../lib/rollout/metrics/gates/budget';
import type { RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import { known } from '../../../../lib/rollout/fact';
import {
  aFact,
  aMetricsRecord,
  NOW,
  received,
  receivedApart,
  RELEASED_AT,
  seenBy,
} from '../../../support/metrics-builders';
import { aPod } from '../../../support/rollout-builders';

const PER_MINUTE = 1_000;
const MINUTE = 60_000;
const SPAN = (NOW - RELEASED_AT) / MINUTE;

/** What was counted until an instant: as usual before the wave, and since it was released of each minute so many bad ones. */
type Counters = (minutes: number, isReleased: boolean) => RequestCount[];

function judged(counters: Counters, changes: Partial<RolloutRecord> = {}) {
  const record = aMetricsRecord({}, changes);
  const fact = aFact({}, record);
  const snapshots = fact.snapshots.map((one) => {
    const requests = counters(Math.min(0, one.at - RELEASED_AT) / MINUTE + 60, false);
    const later = counters(Math.max(0, one.at - RELEASED_AT) / MINUTE, true);
    const all = [...requests, ...later].map(({ pod, ...rest }, index) => ({
      ...rest,
      pod: index < requests.length ? `${pod}-old` : pod,
    }));
    const scraped = Object.fromEntries(
      [...all.map(({ pod }) => pod), 'shop/cart-1'].map((pod) => [pod, one.at]),
    );
    return { ...one, requests: all, scraped };
  });
  const pods = known([aPod({ createdAt: RELEASED_AT })], NOW);
  return budgetGate(record)(record.plan.waves[0]!, seenBy({ ...fact, snapshots }, { pods }), '');
}

/** Of every request since the release so many fail. */
const failing =
  (share: number, elsewhere = 0): Counters =>
  (minutes, isReleased) => {
    const all = Math.round(PER_MINUTE * minutes);
    const bad = (of: number) => (isReleased ? Math.round(all * of) : 0);
    return [...received('shop', all, bad(share)), ...receivedApart('bank', all, bad(elsewhere))];
  };

/** Of the budget of 30 days at 0.5 %, so much is spent when everything fails for as long as the wave is released. */
const OUTAGE = SPAN / (30 * 24 * 60 * 0.005);

describe('the error budget of a wave', () => {
  it('may be spent up to its limit', () => {
    expect(OUTAGE).toBeCloseTo(0.0463, 4);
    expect(judged(failing(0.4))).toMatchObject({
      gate: 'budget',
      verdict: 'Pass',
      value: expect.stringMatching(/^1[.]78 % spent/) as string,
    });
    expect(judged(failing(0.5))).toMatchObject({
      verdict: 'Fail',
      subject: 'wave web',
      counted: { bad: 5_000, all: 10_000 },
      message: expect.stringMatching(
        /spent 2[.]\d+ % of the error budget of 30 days, limit 2.00 %/,
      ) as string,
    });
  });

  it('is larger for one that is proved, until the rollout is over', () => {
    expect(judged(failing(0.8), { phase: 'retaining' }).verdict).toBe('Pass');
    expect(judged(failing(0.8)).verdict).toBe('Fail');
  });

  it('is not spent by what fails everywhere, and by no request that fails as usual', () => {
    expect(judged(failing(0.6, 0.6)).verdict).toBe('Pass');
    expect(judged(failing(0.6, 0.1)).verdict).toBe('Fail');
    const usual: Counters = (minutes) =>
      received('shop', Math.round(PER_MINUTE * minutes), Math.round(600 * minutes));
    expect(judged(usual)).toMatchObject({ verdict: 'Pass', value: '0.00 % spent' });
  });

  it('takes more than a few requests to be spent for sure', () => {
    const few: Counters = (minutes, isReleased) =>
      received('shop', Math.round(minutes), isReleased ? Math.round(minutes / 3) : 0);
    expect(judged(few).verdict).toBe('Pass');
  });
});
