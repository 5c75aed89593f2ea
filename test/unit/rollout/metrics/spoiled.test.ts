import type { RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import type { ShareRule } from '../../../../lib/rollout/metrics/share-rule';
import { successRule } from '../../../../lib/rollout/metrics/gates/success-rate';
import { spoiledBy } from '../../../../lib/rollout/metrics/spoiled';
import {
  aFact,
  aMetricsRecord,
  received,
  receivedApart,
  trafficOf,
  WEB,
} from '../../../support/metrics-builders';

/** What makes the newest minute no evidence; there are six minutes now and five before, each with its part of the requests. */
function spoiled(
  now: readonly RequestCount[],
  before: readonly RequestCount[] = [],
  changes: Partial<ShareRule> = {},
) {
  const record = aMetricsRecord();
  const fact = aFact({ now: { requests: now }, before: { requests: before } });
  const traffic = trafficOf(fact);
  const rule = { ...successRule, ...changes };
  return spoiledBy(record, rule, WEB, traffic, [rule.parts(WEB, traffic)]);
}

const before = [...received('shop', 3_000), ...receivedApart('bank', 3_000)];

describe('the newest minute', () => {
  it('is no evidence where the rest of the mesh surely got worse too, by half as much at least', () => {
    const now = [...received('shop', 3_600, 360), ...receivedApart('bank', 3_600, 360)];
    expect(spoiled(now, before)).toEqual({
      gate: 'success-rate',
      verdict: 'Environment',
      namespace: '',
      subject: 'wave web',
      value: '10.00 % of 600',
      message:
        '10.00 % of 600 requests failed in wave web in the last minute, limit 0.50 %; bank got worse too: 10.00 %',
      patient: true,
      recount: true,
    });
    const half = [...received('shop', 3_600, 360), ...receivedApart('bank', 3_600, 180)];
    expect(spoiled(half, before)?.verdict).toBe('Environment');
  });

  it('is evidence where the wave is within its limit, or the rest is as it was', () => {
    const elsewhere = receivedApart('bank', 3_600, 360);
    expect(spoiled([...received('shop', 3_600, 12), ...elsewhere], before)).toBeNull();
    const failing = received('shop', 3_600, 360);
    expect(spoiled([...failing, ...receivedApart('bank', 3_600)], before)).toBeNull();
    expect(spoiled([...failing, ...receivedApart('bank', 3_600, 160)], before)).toBeNull();
  });

  it('is evidence where the rest was as bad before the wave', () => {
    const now = [...received('shop', 3_600, 360), ...receivedApart('bank', 3_600, 360)];
    const asBad = [...received('shop', 3_000), ...receivedApart('bank', 3_000, 280)];
    expect(spoiled(now, asBad)).toBeNull();
  });

  it('asks of the rest no more than the wave got worse by itself', () => {
    const now = [...received('shop', 3_600, 720), ...receivedApart('bank', 3_600, 360)];
    const wasBad = [...received('shop', 3_000, 300), ...receivedApart('bank', 3_000)];
    expect(spoiled(now, wasBad)?.verdict).toBe('Environment');
  });

  it('is evidence of what the rest of the mesh cannot suffer of', () => {
    const now = [...received('shop', 3_600, 360), ...receivedApart('bank', 3_600, 360)];
    expect(spoiled(now, before, { control: null })).toBeNull();
  });

  it('is evidence where chance, or what is usual, explains what the rest suffers', () => {
    const now = [...received('shop', 3_600, 360), ...receivedApart('bank', 3_600, 360)];
    expect(spoiled(now, before, { tolerance: 0.08 })).toBeNull();
    const few = [...received('shop', 3_600, 36), ...receivedApart('bank', 720, 6)];
    expect(spoiled(few, before)).toBeNull();
  });
});
