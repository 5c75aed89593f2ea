import { unknown } from '../../../../lib/rollout/fact';
import { percent } from '../../../../lib/rollout/metrics/percent';
import type { MetricsSpec } from '../../../../lib/rollout/metrics/metrics-spec';
import type { RequestCount } from '../../../../lib/rollout/metrics/metrics-fact';
import { shareGate } from '../../../../lib/rollout/metrics/share-gate';
import type { ShareRule } from '../../../../lib/rollout/metrics/share-rule';
import { requestView } from '../../../../lib/rollout/metrics/view';
import { receivedQuery } from '../../../../lib/rollout/metrics/view-query';
import { partsOf } from '../../../../lib/rollout/metrics/wave-parts';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  aFact,
  aMetricsRecord,
  aProgress,
  LATER,
  NOW,
  received,
  receivedApart,
  seenBy,
} from '../../../support/metrics-builders';
import { aNamespaceWave } from '../../../support/rollout-builders';

const RECEIVED = requestView(
  receivedQuery,
  ({ destinationNamespace }) => destinationNamespace,
  ({ responseCode }) => responseCode === '503',
);

/** One per cent may be odd. */
const RULE: ShareRule = {
  gate: 'odd',
  what: 'requests were odd',
  parts: (wave, traffic) => partsOf(wave, traffic, [RECEIVED]),
  allowed: () => 0.01,
  tolerance: 0.01,
  control: null,
};

interface Case {
  readonly now?: readonly RequestCount[];
  readonly before?: readonly RequestCount[];
  readonly metrics?: MetricsSpec;
  readonly changes?: Parameters<typeof aMetricsRecord>[1];
  readonly rule?: Partial<ShareRule>;
}

function judged({ now = [], before = [], metrics = {}, changes = {}, rule = {} }: Case) {
  const record = aMetricsRecord(metrics, changes);
  const fact = aFact({ now: { requests: now }, before: { requests: before } }, record);
  return shareGate(record, { ...RULE, ...rule })(record.plan.waves[0]!, seenBy(fact), '');
}

const HOLD: MetricsSpec = { lowTraffic: 'hold' };
const RETAINING: Partial<RolloutRecord> = { phase: 'retaining' };
const FOUR = ['shop', 'till', 'cart', 'desk'];
const WIDE = { waves: [aNamespaceWave('web', FOUR), LATER] };

describe('a gate on a share', () => {
  it('passes when enough requests prove the limit', () => {
    expect(judged({ now: received('shop', 299), before: received('shop', 9_000) })).toMatchObject({
      gate: 'odd',
      verdict: 'Pass',
      value: '0.00 % of 299',
    });
  });

  it('says what it counted, between which bounds that is, and where it can be looked up', () => {
    const before = received('shop', 5_000, 1);
    expect(judged({ now: received('shop', 299), before })).toMatchObject({
      counted: { bad: 0, all: 299 },
      baseline: { bad: 1, all: 5_000 },
      bounds: { lower: 0, upper: expect.closeTo(0.00997, 5) as number },
      limit: expect.closeTo(0.0102) as number,
      query: expect.stringContaining('destination_workload_namespace=~"shop"') as string,
    });
    expect(judged({ now: received('shop', 1_000, 300) })).toMatchObject({
      verdict: 'Fail',
      bounds: { lower: expect.any(Number) as number, upper: expect.any(Number) as number },
      query: expect.stringContaining('"shop"') as string,
    });
  });

  it('passes when many quiet members prove it together', () => {
    const quiet = FOUR.flatMap((name) => received(name, 100));
    expect(judged({ now: quiet, metrics: HOLD, changes: WIDE }).verdict).toBe('Pass');
  });

  it('fails when one member alone is in breach, however good the others are', () => {
    const now = [...received('shop', 100_000), ...received('till', 1_000, 100)];
    expect(judged({ now, changes: WIDE })).toMatchObject({
      verdict: 'Fail',
      namespace: 'till',
      subject: 'Namespace till',
      message: expect.stringContaining('limit 1.00 %, 0.00 % before wave web') as string,
    });
  });

  it('fails when no member alone is in breach, and all of them together are', () => {
    const now = FOUR.flatMap((name) => received(name, 120, 7));
    expect(judged({ now, changes: WIDE })).toMatchObject({ verdict: 'Fail', subject: 'wave web' });
  });

  it('names the member that is worst, such as the callee and not its caller', () => {
    const now = [...received('shop', 1_000, 400), ...received('till', 1_000, 1_000)];
    expect(judged({ now, changes: WIDE })).toMatchObject({ subject: 'Namespace till' });
  });

  it('waits while there is enough traffic and not yet enough of it in the window', () => {
    const found = judged({ now: received('shop', 100), before: received('shop', 50_000) });
    expect(found).toMatchObject({
      verdict: 'Inconclusive',
      patient: true,
      message: expect.stringMatching(
        /needs \d+ requests, about \d+ are usual while it soaks/,
      ) as string,
    });
  });

  it('does not pass while a member is suspect, however good all of them are together', () => {
    const now = [...received('shop', 20_000), ...received('till', 400, 12)];
    expect(judged({ now, changes: WIDE })).toMatchObject({
      verdict: 'Inconclusive',
      message: expect.stringContaining('Namespace till is suspect') as string,
    });
  });

  it('says that a wave without anything to judge passes', () => {
    expect(judged({ rule: { parts: () => [] } })).toMatchObject({
      verdict: 'Pass',
      value: 'not judged',
    });
  });
});

describe('a wave without traffic', () => {
  it('passes on its health', () => {
    expect(judged({})).toMatchObject({
      verdict: 'Pass',
      message: expect.stringContaining('its health decides') as string,
    });
  });

  it('has no data where a person is to look', () => {
    expect(judged({ metrics: HOLD })).toMatchObject({ verdict: 'NoData', patient: true });
  });

  it('still fails by what little there is of a breach', () => {
    expect(judged({ now: received('shop', 6, 6) }).verdict).toBe('Fail');
  });

  it('does not pass when what little there is looks bad', () => {
    expect(judged({ now: received('shop', 12, 3) })).toMatchObject({ verdict: 'Inconclusive' });
  });
});

describe('a wave that has proved itself', () => {
  it('is only looked at for a breach', () => {
    expect(judged({ now: received('shop', 10, 1), changes: RETAINING }).verdict).toBe('Pass');
    expect(judged({ now: received('shop', 1_000, 300), changes: RETAINING }).verdict).toBe('Fail');
  });
});

describe('what else makes a wave look bad', () => {
  const control = { control: RECEIVED };

  it('is an outage elsewhere that the control group suffers too: it is counted anew after it', () => {
    const now = [...received('shop', 6_000, 600), ...receivedApart('bank', 6_000, 600)];
    const before = [...received('shop', 5_000), ...receivedApart('bank', 5_000)];
    expect(judged({ now, before, rule: control })).toMatchObject({
      verdict: 'Environment',
      recount: true,
      patient: true,
      message: expect.stringContaining('bank got worse too: 10.00 %') as string,
    });
  });

  it('is none when the control group suffers far less, or is only called by the wave', () => {
    const before = [...received('shop', 5_000), ...receivedApart('bank', 5_000)];
    const less = [...received('shop', 6_000, 600), ...receivedApart('bank', 6_000, 200)];
    expect(judged({ now: less, before, rule: control }).verdict).toBe('Fail');
    const contagion = [...received('shop', 6_000, 600), ...received('bank', 6_000, 600)].map(
      (one) => (one.destinationNamespace === 'shop' ? { ...one, sourceNamespace: 'bank' } : one),
    );
    expect(judged({ now: contagion, before, rule: control }).verdict).toBe('Fail');
  });

  it('are caches that get warm: it is counted anew while errors fall', () => {
    const record = aMetricsRecord({}, { progress: [aProgress({ healthySince: NOW - 240_000 })] });
    const fact = aFact({}, record);
    const snapshots = fact.snapshots.map((one) => {
      const minutes = Math.max(0, (one.at - (NOW - 240_000)) / 60_000);
      const count = [0, 300, 450, 500, 510][minutes] ?? 0;
      return { ...one, requests: received('shop', 1_000 * minutes, count) };
    });
    const gate = shareGate(record, RULE);
    expect(gate(record.plan.waves[0]!, seenBy({ ...fact, snapshots }), '')).toMatchObject({
      verdict: 'Inconclusive',
      recount: true,
      message: expect.stringContaining('caches get warm') as string,
    });
  });
});

describe('metrics that could not be read', () => {
  it('are an error, and neither a failure nor a pass', () => {
    const record = aMetricsRecord();
    const observation = seenBy(aFact(), { metrics: unknown('Prometheus is away', NOW) });
    const gate = shareGate(record, RULE);
    expect(gate(record.plan.waves[0]!, observation, '')).toMatchObject({
      verdict: 'Error',
      message: 'Prometheus is away',
      patient: true,
    });
  });

  it('are waited for while the wave warms up, whatever was counted', () => {
    const changes = { progress: [aProgress({ healthySince: NOW - 60_000 })] };
    expect(judged({ now: received('shop', 100, 100), changes })).toMatchObject({
      verdict: 'Inconclusive',
      patient: true,
    });
  });
});

it('writes a share as a percentage', () => {
  expect([percent(0), percent(0.0031), percent(1)]).toEqual(['0.00 %', '0.31 %', '100.00 %']);
});
