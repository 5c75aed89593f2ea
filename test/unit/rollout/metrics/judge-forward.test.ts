import { NO_MEMORY } from '../../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../../lib/rollout/fact';
import { judgeForward } from '../../../../lib/rollout/judge-forward';
import type { Observation } from '../../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  aFact,
  aMetricsRecord,
  aProgress,
  HEALTHY_SINCE,
  LATER,
  NOW,
  received,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';
import { aNamespace, anObservation, AT, aWorkload } from '../../../support/rollout-builders';

const SCRAPE_MS = 15_000;

const judge = (record: RolloutRecord, observation: Observation, now = NOW) =>
  judgeForward({ record, observation, now, memory: NO_MEMORY });

const progress = (healthySince: number | null) => [aProgress({ healthySince })];

/** A look at `at` that sees so many bad ones of a thousand requests. */
function lookAt(at: number, bad: number, record = aMetricsRecord()) {
  const late = at - NOW;
  const fact = aFact({ now: { requests: received('shop', 1_000, bad) } });
  const snapshots = fact.snapshots.map((one, index) =>
    index < 2 ? one : { ...one, at: one.at + late },
  );
  return judge(record, seenBy({ ...fact, at, snapshots }), at);
}

const resultOf = ({ judgement }: ReturnType<typeof judge>, gate: string) =>
  judgement.results.find(({ result }) => result.gate === gate)?.result;

const ON_METRICS = [
  'coverage',
  'traffic',
  'expiry',
  'success-rate',
  'latency',
  'plaintext',
  'denied',
  'alerts',
];

const SUSPECT = { gate: 'success-rate', wave: 'web', subject: 'Namespace shop', since: NOW };

describe('a breach that chance could make', () => {
  const first = lookAt(NOW, 20);

  it('is held at the first look, and remembered', () => {
    expect(first.judgement.verdict).toBe('Inconclusive');
    expect(resultOf(first, 'success-rate')).toMatchObject({
      verdict: 'Inconclusive',
      patient: true,
      message: expect.stringContaining('the next look decides') as string,
    });
    expect(first.record.suspects).toEqual([SUSPECT]);
  });

  it('fails at a look a scrape later that sees it too', () => {
    const second = lookAt(NOW + SCRAPE_MS, 20, first.record);
    expect(second.judgement).toMatchObject({
      verdict: 'Fail',
      worst: { wave: 'web', result: { gate: 'success-rate', namespace: 'shop' } },
    });
  });

  it('is held by looks that come sooner, and counted from the first', () => {
    const soon = lookAt(NOW + SCRAPE_MS - 1, 20, first.record);
    expect(soon.judgement.verdict).toBe('Inconclusive');
    expect(soon.record.suspects).toEqual([SUSPECT]);
    expect(lookAt(NOW + SCRAPE_MS, 20, soon.record).judgement.verdict).toBe('Fail');
  });

  it('is forgotten by a look that does not see it', () => {
    const clean = lookAt(NOW + SCRAPE_MS, 0, first.record);
    expect(clean).toMatchObject({ judgement: { verdict: 'Pass' }, record: { suspects: [] } });
    expect(lookAt(NOW + 2 * SCRAPE_MS, 20, clean.record).judgement.verdict).toBe('Inconclusive');
  });

  it('is not confirmed while Prometheus is away, nor right after', () => {
    const away = seenBy(aFact(), { metrics: unknown('it is away', NOW) });
    const blind = judge(first.record, away, NOW + SCRAPE_MS);
    expect(blind).toMatchObject({ judgement: { verdict: 'Error' }, record: { suspects: [] } });
    const back = lookAt(NOW + 2 * SCRAPE_MS, 20, blind.record);
    expect(back.judgement.verdict).toBe('Inconclusive');
  });

  it('is not confirmed by a breach of another gate, wave or namespace', () => {
    for (const other of [{ gate: 'latency' }, { wave: 'later' }, { subject: 'Namespace bank' }]) {
      const record = aMetricsRecord({}, { suspects: [{ ...SUSPECT, ...other }] });
      expect(lookAt(NOW + SCRAPE_MS, 20, record).judgement.verdict).toBe('Inconclusive');
    }
  });

  it('waits by the time of the answer, and by the plan’s scrapes', () => {
    const record = aMetricsRecord({ scrapeSeconds: 60 }, { suspects: [SUSPECT] });
    expect(lookAt(NOW + 59_999, 20, record).judgement.verdict).toBe('Inconclusive');
    expect(lookAt(NOW + 60_000, 20, record).judgement.verdict).toBe('Fail');
  });
});

describe('a gross breach', () => {
  it('fails at one look, and is no suspect', () => {
    const look = lookAt(NOW, 100);
    expect(look.judgement.verdict).toBe('Fail');
    expect(look.record.suspects).toEqual([]);
  });
});

describe('traffic that vanished', () => {
  it('fails at the second look', () => {
    const before = { requests: received('shop', 1_000) };
    const silent = judge(aMetricsRecord(), seenBy(aFact({ before })));
    expect(resultOf(silent, 'traffic')?.verdict).toBe('Inconclusive');
    const record = { ...aMetricsRecord(), suspects: silent.record.suspects };
    const long = { ...record, suspects: record.suspects.map((one) => ({ ...one, since: 0 })) };
    expect(resultOf(judge(long, seenBy(aFact({ before }))), 'traffic')?.verdict).toBe('Fail');
  });
});

describe('the health of the wave that moves', () => {
  const restarting = { workloads: known([aWorkload({ ready: 0, updated: 1 })], AT) };
  const healthAfter = (record: RolloutRecord, changes: Partial<Observation> = {}) =>
    judge(record, seenBy(aFact(), changes)).record.progress.map((one) => one.healthySince);

  it('counts from the first look that sees it well', () => {
    expect(healthAfter(aMetricsRecord({}, { progress: progress(null) }))).toEqual([NOW]);
    expect(healthAfter(aMetricsRecord())).toEqual([HEALTHY_SINCE]);
  });

  it('is lost while a pod is not ready, and counts anew', () => {
    expect(healthAfter(aMetricsRecord(), restarting)).toEqual([null]);
    const lost = judge(aMetricsRecord(), seenBy(aFact(), restarting));
    expect(resultOf(lost, 'success-rate')).toMatchObject({ verdict: 'Inconclusive' });
    expect(healthAfter(lost.record)).toEqual([NOW]);
  });

  it('is not lost by what users feel', () => {
    expect(lookAt(NOW, 1_000).record.progress).toMatchObject([{ healthySince: HEALTHY_SINCE }]);
  });

  it('stays what it was for waves before, and after the last one', () => {
    const two = [...progress(HEALTHY_SINCE), ...progress(null)];
    const record = aMetricsRecord({}, { waves: [WEB, LATER], released: 2, progress: two });
    const roots = known({ shop: ['root'], bank: ['root'] }, AT);
    expect(healthAfter(record, { ...restarting, roots })).toEqual([HEALTHY_SINCE, NOW]);
    const unlabelled = aNamespace({ name: 'bank', labels: {} });
    const namespaces = known([aNamespace(), unlabelled], AT);
    expect(healthAfter(record, { namespaces, roots })).toEqual([HEALTHY_SINCE, null]);
    const retaining = aMetricsRecord({}, { phase: 'retaining' });
    expect(healthAfter(retaining, restarting)).toEqual([HEALTHY_SINCE]);
  });

  it('stores nothing when nothing changed', () => {
    const { record } = judge(aMetricsRecord(), seenBy(aFact()));
    expect(judge(record, seenBy(aFact())).record).toBe(record);
  });
});

describe('a plan without metrics', () => {
  it('is judged by health alone', () => {
    const { plan, ...rest } = aMetricsRecord();
    const record = { ...rest, plan: { ...plan, metrics: null } };
    const { judgement } = judge(record, anObservation());
    expect(judgement.verdict).toBe('Pass');
    expect(judgement.gates.filter(({ gate }) => ON_METRICS.includes(gate))).toEqual([]);
  });
});

describe('Prometheus that cannot be asked', () => {
  it('turns nothing into a failure or a pass, and leaves health to be judged', () => {
    const away = seenBy(aFact(), { metrics: unknown('it is away', NOW) });
    const { judgement } = judge(aMetricsRecord({ alerts: [{ name: 'Slow' }] }), away);
    for (const { gate, verdict } of judgement.gates) {
      expect({ gate, verdict }).toEqual({
        gate,
        verdict: ON_METRICS.includes(gate) ? 'Error' : 'Pass',
      });
    }
    expect(judgement.gates.map(({ gate }) => gate)).toEqual(expect.arrayContaining(ON_METRICS));
  });
});
