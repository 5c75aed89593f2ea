import { unknown } from '../../../../lib/rollout/fact';
import type { MetricsFact } from '../../../../lib/rollout/metrics/metrics-fact';
import type { MetricsSpec } from '../../../../lib/rollout/metrics/metrics-spec';
import { percent, shareGate, type Part } from '../../../../lib/rollout/metrics/share-gate';
import type { Share } from '../../../../lib/rollout/verdict';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  aFact,
  aMetricsRecord,
  aProgress,
  NOW,
  receivedApart,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';

const NOTHING: Share = { bad: 0, all: 0 };
const of = (bad: number, all: number): Share => ({ bad, all });

const part = (now: Share, before: Share = NOTHING, changes: Partial<Part> = {}): Part => ({
  view: 0,
  query: (members) => members.map(({ namespace }) => namespace).join(' '),
  namespace: 'shop',
  workload: '',
  subject: 'Namespace shop',
  now,
  before,
  ...changes,
});

interface Case {
  readonly parts: readonly Part[];
  readonly metrics?: MetricsSpec;
  readonly changes?: Partial<RolloutRecord>;
  readonly fact?: MetricsFact;
  /** What the control group has now; it had a thousand good requests before. */
  readonly elsewhere?: Share;
}

/** A gate with a limit of 1 % that finds these parts. */
function judged({ parts, metrics = {}, changes = {}, fact = aFact(), elsewhere }: Case) {
  const record = aMetricsRecord(metrics, changes);
  const gate = shareGate(record, {
    gate: 'odd',
    what: 'requests were odd',
    parts: () => parts,
    allowed: () => 0.01,
    tolerance: 0.01,
    control:
      elsewhere === undefined
        ? null
        : ({ requests }) => (requests.length > 0 ? elsewhere : of(0, 1_000)),
  });
  return gate(WEB, seenBy(fact), 'unused');
}

const HOLD: MetricsSpec = { lowTraffic: 'hold' };
const RETAINING: Partial<RolloutRecord> = { phase: 'retaining' };

describe('a gate on a share', () => {
  it('passes when enough requests prove the limit', () => {
    expect(judged({ parts: [part(of(0, 299))] })).toMatchObject({
      gate: 'odd',
      verdict: 'Pass',
      value: '0.00 % of 299',
    });
  });

  it('says what it counted, between which bounds that is, and where it can be looked up', () => {
    expect(judged({ parts: [part(of(0, 299), of(1, 5_000))] })).toMatchObject({
      counted: of(0, 299),
      baseline: of(1, 5_000),
      bounds: { lower: 0, upper: expect.closeTo(0.00997, 5) as number },
      limit: expect.closeTo(0.0102) as number,
      query: 'shop',
    });
    const bad = part(of(10, 100), NOTHING, { namespace: 'till' });
    expect(judged({ parts: [part(of(0, 100_000)), bad] })).toMatchObject({
      counted: of(10, 100),
      bounds: { lower: expect.closeTo(0.0382, 3) as number },
      query: 'till',
    });
  });

  it('passes when many quiet members prove it together', () => {
    const quiet = part(of(0, 100), of(0, 100));
    expect(judged({ parts: [quiet, quiet, quiet], metrics: HOLD }).verdict).toBe('Pass');
  });

  it('fails when one member alone is in breach, however good the others are', () => {
    const bad = part(of(10, 100), NOTHING, { namespace: 'till', subject: 'Namespace till' });
    expect(judged({ parts: [part(of(0, 100_000)), bad] })).toMatchObject({
      verdict: 'Fail',
      namespace: 'till',
      subject: 'Namespace till',
      value: '10.00 % of 100',
      message:
        'Namespace till: 10.00 % of 100 requests were odd, limit 1.00 %, 0.00 % before wave web',
    });
  });

  it('asks for a second look, unless the breach is gross', () => {
    expect(judged({ parts: [part(of(5, 100))] })).toMatchObject({ verdict: 'Fail', confirm: true });
    const gross = judged({ parts: [part(of(6, 100))] });
    expect(gross.verdict).toBe('Fail');
    expect(gross).not.toHaveProperty('confirm');
  });

  it('reports a gross breach first', () => {
    const parts = [part(of(5, 100)), part(of(60, 100), NOTHING, { subject: 'Namespace till' })];
    const gross = judged({ parts });
    expect(gross).toMatchObject({ subject: 'Namespace till' });
    expect(gross).not.toHaveProperty('confirm');
  });

  it('names the member that is worst, such as the callee and not its caller', () => {
    const parts = [part(of(40, 100)), part(of(100, 100), NOTHING, { subject: 'Namespace till' })];
    expect(judged({ parts })).toMatchObject({ subject: 'Namespace till' });
  });

  it('waits while there is enough traffic and not yet enough of it in the window', () => {
    expect(judged({ parts: [part(of(0, 100), of(0, 5_000))] })).toMatchObject({
      verdict: 'Inconclusive',
      patient: true,
      message: expect.stringContaining('needs 299 requests, about 5000 were usual') as string,
    });
  });

  it('waits for a person when what was usual does not come back', () => {
    expect(judged({ parts: [part(NOTHING, of(0, 5_000))] }).verdict).toBe('Inconclusive');
  });

  it('judges each view by itself', () => {
    const other = part(of(0, 10), of(0, 5_000), { view: 1 });
    expect(judged({ parts: [part(of(0, 5_000)), other] }).verdict).toBe('Inconclusive');
  });

  it('says that a wave without anything to judge passes', () => {
    expect(judged({ parts: [] })).toMatchObject({ verdict: 'Pass', value: 'not judged' });
  });
});

describe('a wave without traffic', () => {
  const idle = { parts: [part(NOTHING)] };

  it('passes on its health', () => {
    expect(judged(idle)).toMatchObject({
      verdict: 'Pass',
      message: expect.stringContaining('its health decides') as string,
    });
  });

  it('has no data where a person is to look', () => {
    expect(judged({ ...idle, metrics: HOLD })).toMatchObject({ verdict: 'NoData', patient: true });
  });

  it('still fails by what little there is of a breach', () => {
    expect(judged({ parts: [part(of(3, 3))] }).verdict).toBe('Fail');
  });

  it('does not pass when its members are in breach together', () => {
    const sick = part(of(1, 20), of(0, 20));
    const parts = [sick, sick, sick, sick, sick];
    expect(judged({ parts: [sick] }).verdict).toBe('Pass');
    expect(judged({ parts })).toMatchObject({ verdict: 'Inconclusive', patient: true });
  });

  it('has traffic when one view proves it, such as a namespace that calls nobody', () => {
    const sendsNothing = part(NOTHING, NOTHING, { view: 1 });
    expect(judged({ parts: [part(of(0, 5_000)), sendsNothing], metrics: HOLD }).verdict).toBe(
      'Pass',
    );
  });

  it('has none when no view proves it', () => {
    const parts = [part(of(0, 10)), part(NOTHING, NOTHING, { view: 1 })];
    expect(judged({ parts, metrics: HOLD }).verdict).toBe('NoData');
  });
});

describe('a wave that has proved itself', () => {
  it('passes whatever its volume is', () => {
    expect(judged({ parts: [part(of(0, 3), of(0, 5_000))], changes: RETAINING }).verdict).toBe(
      'Pass',
    );
    expect(judged({ parts: [part(NOTHING)], changes: RETAINING, metrics: HOLD }).verdict).toBe(
      'Pass',
    );
  });

  it('still fails by a breach', () => {
    expect(judged({ parts: [part(of(60, 100))], changes: RETAINING }).verdict).toBe('Fail');
  });
});

describe('a breach that is not the wave’s fault', () => {
  const breach = [part(of(100, 1_000))];
  // The control group needs a namespace that the wave does not touch.
  const fact = aFact({ now: { requests: receivedApart('bank', 10) } });

  it('is one that was there before the wave', () => {
    expect(judged({ parts: [part(of(100, 1_000), of(100, 1_000))] }).verdict).toBe('Inconclusive');
  });

  it('is of the environment when the control group suffers as well', () => {
    expect(judged({ parts: breach, fact, elsewhere: of(60, 1_000) })).toMatchObject({
      verdict: 'Environment',
      namespace: 'shop',
      patient: true,
      message: expect.stringContaining('bank got worse too: 6.00 %') as string,
    });
  });

  it('is the wave’s all the same when the control group suffers far less, or says too little', () => {
    expect(judged({ parts: breach, fact, elsewhere: of(40, 1_000) }).verdict).toBe('Fail');
    expect(judged({ parts: breach, fact, elsewhere: of(99, 99) }).verdict).toBe('Fail');
  });

  it('hides no breach that is', () => {
    const worse = part(of(900, 1_000), NOTHING, { subject: 'Namespace till' });
    expect(judged({ parts: [...breach, worse], fact, elsewhere: of(60, 1_000) })).toMatchObject({
      verdict: 'Fail',
      subject: 'Namespace till',
    });
  });
});

describe('metrics that could not be read', () => {
  const parts = [part(of(100, 100))];

  it('are an error, and neither a failure nor a pass', () => {
    const record = aMetricsRecord();
    const observation = seenBy(aFact(), { metrics: unknown('Prometheus is away', NOW) });
    const gate = shareGate(record, {
      gate: 'odd',
      what: '',
      parts: () => parts,
      allowed: () => 0.01,
      tolerance: 0.01,
      control: null,
    });
    expect(gate(WEB, observation, '')).toMatchObject({
      verdict: 'Error',
      message: 'Prometheus is away',
      patient: true,
    });
  });

  it('are waited for while the wave warms up, whatever was counted', () => {
    const changes = { progress: [aProgress({ healthySince: NOW - 60_000 })] };
    expect(judged({ parts, changes })).toMatchObject({ verdict: 'Inconclusive', patient: true });
  });
});

it('writes a share as a percentage', () => {
  expect([percent(0), percent(0.0031), percent(1)]).toEqual(['0.00 %', '0.31 %', '100.00 %']);
});
